using Distributor.Delivery.Sending;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Delivery;

/// <summary>No more messages in any second than it holds, however long each takes and whatever timers do.</summary>
public sealed class RateWindowTests
{
    private static readonly Duration TwoASecond = Duration.FromMilliseconds(500);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_is_counted_from_the_answer()
    {
        var time = new FakeTimeProvider();
        var window = new RateWindow(time);
        var first = await window.EnterAsync(TwoASecond, Token);
        var second = await window.EnterAsync(TwoASecond, Token);
        var third = window.EnterAsync(TwoASecond, Token);

        time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(third.IsCompleted);

        first.Dispose();
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(third.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(2));
        (await third).Dispose();
        second.Dispose();
    }

    [Fact]
    public async Task A_timer_that_fires_early_lets_nothing_out_early()
    {
        var time = new HastyTime();
        var window = new RateWindow(time);
        (await window.EnterAsync(TwoASecond, Token)).Dispose();
        (await window.EnterAsync(TwoASecond, Token)).Dispose();
        var third = window.EnterAsync(TwoASecond, Token);

        // Step by step, so that every early timer has fired before the second is over.
        for (var passed = 0; passed < 1000; passed++)
        {
            Assert.False(third.IsCompleted);
            time.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.False(third.IsCompleted);

        time.Advance(TimeSpan.FromMilliseconds(2));
        (await third).Dispose();
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_turn_to_the_next()
    {
        var time = new FakeTimeProvider();
        var window = new RateWindow(time);
        var first = await window.EnterAsync(Duration.FromSeconds(1), Token);
        using var patience = new CancellationTokenSource();
        first.Dispose();
        var impatient = window.EnterAsync(Duration.FromSeconds(1), patience.Token);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        var next = window.EnterAsync(Duration.FromSeconds(1), Token);
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1.1));

        (await next).Dispose();
    }

    /// <summary>Its timers fire five milliseconds before their time.</summary>
    private sealed class HastyTime : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var early = dueTime - TimeSpan.FromMilliseconds(5);
            return base.CreateTimer(callback, state, early > TimeSpan.Zero ? early : dueTime, period);
        }
    }
}
