using Distributor.Delivery.Sending;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Delivery;

public sealed class RateWindowTests
{
    private static readonly Duration ThirtyASecond = Duration.FromMilliseconds(33.7);

    [Fact]
    public async Task The_thirty_first_message_waits_a_second_after_the_answer_to_the_first()
    {
        var time = new FakeTimeProvider();
        var window = new RateWindow(time);
        for (var message = 0; message < 30; message++)
        {
            (await window.EnterAsync(ThirtyASecond, CancellationToken.None)).Dispose();
        }

        var next = window.EnterAsync(ThirtyASecond, CancellationToken.None);
        time.Advance(TimeSpan.FromMilliseconds(900));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(200));

        using var pass = await next;
        Assert.True(next.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_slow_answer_keeps_the_message_behind_it_waiting()
    {
        var time = new FakeTimeProvider();
        var window = new RateWindow(time);
        var slow = await window.EnterAsync(Duration.FromSeconds(1), CancellationToken.None);
        var next = window.EnterAsync(Duration.FromSeconds(1), CancellationToken.None);

        time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(next.IsCompleted);
        slow.Dispose();
        time.Advance(TimeSpan.FromSeconds(2));

        (await next).Dispose();
    }

    [Fact]
    public async Task One_that_gave_up_waiting_holds_up_nobody()
    {
        var time = new FakeTimeProvider();
        var window = new RateWindow(time);
        (await window.EnterAsync(Duration.FromSeconds(1), CancellationToken.None)).Dispose();
        using var stop = new CancellationTokenSource();
        var given = window.EnterAsync(Duration.FromSeconds(1), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        var next = window.EnterAsync(Duration.FromSeconds(1), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(2));

        (await next).Dispose();
    }
}
