using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Sending;
using Distributor.Tests.Ledger;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Delivery;

/// <summary>Who goes when a hand is free, and what comes back when everything stops.</summary>
public sealed class SendQueueTests
{
    private const short Breaking = 1;
    private const short Digest = 9;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_more_are_sent_at_once_than_there_are_ways_and_each_is_sent_once()
    {
        var queue = new SendQueue<TelegramMessage>(3);
        var (now, most, sent) = (0, 0, new List<long>());
        var batch = new BatchInQueue<TelegramMessage>(
            200,
            async one =>
            {
                lock (sent)
                {
                    most = Math.Max(most, ++now);
                }
                await Task.Yield();
                lock (sent)
                {
                    now--;
                    sent.Add(one.Row.Key.AddressId);
                }
            }
        );

        for (var i = 0; i < 200; i++)
        {
            queue.Add(One(i, Digest), batch);
        }
        await batch.DoneAsync(Token);

        Assert.InRange(most, 1, 3);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (long)i), sent.Order());
    }

    [Fact]
    public async Task What_is_more_urgent_overtakes_what_was_claimed_before()
    {
        var queue = new SendQueue<TelegramMessage>(1);
        var gate = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var sent = new List<long>();
        var first = new BatchInQueue<TelegramMessage>(3, SendAsync);
        var second = new BatchInQueue<TelegramMessage>(2, SendAsync);

        queue.Add(One(1, Digest), first);
        await begun.Task.WaitAsync(Token);
        queue.Add(One(2, Digest), first);
        queue.Add(One(3, Digest), first);
        queue.Add(One(4, Breaking), second);
        queue.Add(One(5, Digest), second);
        gate.SetResult();
        await first.DoneAsync(Token);
        await second.DoneAsync(Token);

        Assert.Equal([1, 4, 2, 3, 5], sent);

        async Task SendAsync(Leaving<TelegramMessage> one)
        {
            sent.Add(one.Row.Key.AddressId);
            begun.TrySetResult();
            await gate.Task;
        }
    }

    [Fact]
    public async Task A_stop_gives_back_at_once_what_no_hand_has_taken()
    {
        using var stop = new CancellationTokenSource();
        var queue = new SendQueue<TelegramMessage>(1);
        var gate = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var batch = new BatchInQueue<TelegramMessage>(3, SendAsync);
        var other = new BatchInQueue<TelegramMessage>(1, SendAsync);
        queue.Add(One(1, Digest), batch);
        await begun.Task.WaitAsync(Token);
        queue.Add(One(2, Digest), batch);
        queue.Add(One(3, Digest), batch);
        queue.Add(One(4, Digest), other);

        await stop.CancelAsync();
        await batch.DoneAsync(stop.Token);
        var back = queue.TakeBack(batch).Select(one => one.Row.Key.AddressId).ToList();
        Assert.Equal([2, 3], back.Order());
        batch.End();
        batch.End();
        var whole = batch.DoneAsync(CancellationToken.None);
        Assert.False(whole.IsCompleted);

        gate.SetResult();
        await whole;
        await other.DoneAsync(Token);

        async Task SendAsync(Leaving<TelegramMessage> one)
        {
            begun.TrySetResult();
            await gate.Task;
        }
    }

    [Fact]
    public async Task A_fault_of_one_is_thrown_where_its_batch_is_waited_for_and_the_others_go()
    {
        var queue = new SendQueue<TelegramMessage>(1);
        var sent = 0;
        var batch = new BatchInQueue<TelegramMessage>(
            3,
            one =>
                one.Row.Key.AddressId == 1
                    ? throw new InvalidOperationException("one")
                    : Task.FromResult(Interlocked.Increment(ref sent))
        );

        for (var i = 1; i <= 3; i++)
        {
            queue.Add(One(i, Digest), batch);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => batch.DoneAsync(Token));
        Assert.Equal(2, sent);
    }

    private static Leaving<TelegramMessage> One(long address, short priority)
    {
        var row = new ClaimedDelivery
        {
            Key = new DeliveryKey(new LocalDate(2026, 11, 23), 1, address, 0),
            Attempt = 1,
            Failures = 0,
            LaneId = Lane.Telegram,
            Priority = priority,
            EditionId = 1,
            WindowFrom = null,
            WindowTo = null,
            MaybeDuplicate = false,
            Consent = 1,
            ConsentChanged = false,
            RunKind = RunKind.Alert,
            RunKey = "story:1",
            Channel = ChannelKind.Telegram,
            AddressValue = "7001",
            WrittenAs = null,
            Language = "en",
            TimeZone = "Etc/UTC",
            Name = null,
            SubscriberId = 1,
            LeaveIn = Duration.Zero,
        };
        return new Leaving<TelegramMessage>(
            row,
            LedgerWorld.ReadyLaneOf(Lane.Telegram),
            "telegram",
            new Prepared<TelegramMessage>(null, null),
            // A queue asks nobody whether a message may still go.
            Looks: null!
        );
    }
}
