using Distributor.Delivery.Sending;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Delivery;

public sealed class RateWindowTests
{
    private static readonly Duration TenASecond = Duration.FromMilliseconds(100);

    private readonly FakeTimeProvider time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_waits_for_a_second_after_the_answer_to_the_one_a_second_before_it()
    {
        var window = new RateWindow(time);
        var first = await EnterAsync(window, 10);

        var next = window.EnterAsync(TenASecond, Token);
        first[0].Dispose();
        time.Advance(TimeSpan.FromMilliseconds(900));
        Assert.False(next.IsCompleted);
        await TimePassesUntilAsync(next);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_holds_up_the_lane_for_a_moment_and_not_for_ever()
    {
        var window = new RateWindow(time);
        await EnterAsync(window, 10);

        var next = window.EnterAsync(TenASecond, Token);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(next.IsCompleted);
        await TimePassesUntilAsync(next);
    }

    private static async Task<List<RateWindow.Pass>> EnterAsync(RateWindow window, int count)
    {
        var passes = new List<RateWindow.Pass>();
        for (var n = 0; n < count; n++)
        {
            passes.Add(await window.EnterAsync(TenASecond, Token));
        }
        return passes;
    }

    /// <summary>In steps, because a wait may begin only when another has ended.</summary>
    private async Task TimePassesUntilAsync(Task<RateWindow.Pass> entered)
    {
        while (!entered.IsCompleted)
        {
            Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
        (await entered).Dispose();
    }
}
