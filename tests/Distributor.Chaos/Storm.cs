using System.Diagnostics;
using System.Globalization;
using Distributor.Chaos.Books;
using Distributor.Chaos.Faults;
using Distributor.Testing;

namespace Distributor.Chaos;

/// <summary>
/// Disasters one after the other, each in other weather, while articles go on being published. Longer than most files because
/// all disasters share one script and its dice.
/// </summary>
public sealed class Storm(ChaosWorld world, ChaosOptions options, FaultLog log, Action<string> say)
{
    /// <summary>Rows that have not ended, in what is sent from one disaster to the next.</summary>
    private const int MostOpen = 20;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Far above what a stopped database needs to be noticed; only idle instances do not notice.</summary>
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(10);

    /// <summary>Above the longest wait there is, a receiver's five minutes, after a lane's longest pause.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan[] Offsets =
    [
        TimeSpan.FromSeconds(90),
        TimeSpan.FromSeconds(-90),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(-2),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(26),
        TimeSpan.Zero,
    ];

    private readonly Random random = new(options.Seed);
    private readonly SmtpWeather smtp = new(world.Smtp, log, new Random(options.Seed + 1), options.HasLongWaits);
    private readonly BotWeather bot = new(
        world.Bot,
        log,
        new Random(options.Seed + 2),
        options.Readers,
        options.HasLongWaits
    );
    private readonly List<Disaster> disasters = [];
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly Dictionary<int, int> pauses = [];
    private int stories;

    private enum Kind
    {
        Kill,
        Outage,
        Jump,
    }

    public IReadOnlyList<Disaster> Disasters => disasters;

    public int Kills { get; private set; }

    /// <summary>Calls while the bot or the chat was closed; an instance that was killed told nobody of a ban it had heard of.</summary>
    public (int All, int Unheeding) CallsInBans =>
        (world.Bot.Rates.RequestsInsideABan, world.Bot.Rates.RequestsUnheeding);

    /// <summary>Articles published.</summary>
    public int Stories => stories;

    public int Outages { get; private set; }

    public int Jumps { get; private set; }

    /// <summary>Instances that ended by themselves, with their last words.</summary>
    public List<string> Fallen { get; } = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await PublishAsync(cancellationToken);
        foreach (var number in Enumerable.Range(0, options.Instances))
        {
            world.Start(number);
        }
        await world.WaitForMessagesAsync(1, Noticed * 6, cancellationToken);
        var planned = Shuffled();
        for (var i = 0; i < planned.Count; i++)
        {
            var isEarly = i < planned.Count * 2 / 3;
            smtp.Change(isEarly);
            bot.Change(isEarly);
            if (i == planned.Count / 2)
            {
                await world.InsistAsync(cancellationToken, "digest", "--now");
            }
            await PublishWhenLowAsync(cancellationToken);
            await PaceAsync(cancellationToken);
            switch (planned[i])
            {
                case Kind.Kill:
                    await KillAsync(cancellationToken);
                    break;
                case Kind.Outage:
                    await OutageAsync(cancellationToken);
                    break;
                default:
                    Jump();
                    break;
            }
            Restart();
        }
    }

    /// <summary>The weather is fine and everybody lives: ends when no row is open.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        smtp.Clear();
        bot.Clear();
        pauses.Clear();
        Restart();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (!await IsDoneAsync(patience.Token))
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            say(FormattableString.Invariant($"rows are still open or missing after {Patience.TotalMinutes} minutes"));
        }
        Fallen.AddRange(world.Fallen());
    }

    private async Task<bool> IsDoneAsync(CancellationToken cancellationToken)
    {
        var (open, _) = await LedgerBooks.OpenAsync(world, cancellationToken);
        // An article whose planner was killed is planned on by another instance.
        return open == 0
            && Reckoning.Missing(await LedgerBooks.ReadAsync(world, cancellationToken), stories, log).Count == 0;
    }

    private List<Kind> Shuffled()
    {
        var all = Enumerable
            .Repeat(Kind.Kill, options.Kills)
            .Concat(Enumerable.Repeat(Kind.Outage, options.Outages))
            .Concat(Enumerable.Repeat(Kind.Jump, options.Jumps))
            .ToArray();
        random.Shuffle(all);
        return [.. all];
    }

    /// <summary>Until so many more messages were taken, or the pace is over; some answers stay open for the disaster to meet.</summary>
    private async Task PaceAsync(CancellationToken cancellationToken)
    {
        var most = (int)(options.Rate * 2 * options.Pace.TotalSeconds);
        var held = random.Next(1, 4);
        smtp.Hold(held);
        bot.Hold(held);
        await world.WaitForMessagesAsync(
            world.Taken + random.Next(most / 5, Math.Max(most, 10)),
            options.Pace,
            cancellationToken
        );
    }

    private async Task KillAsync(CancellationToken cancellationToken)
    {
        Fallen.AddRange(world.Fallen());
        await StrikeAsync();
        var at = DateTimeOffset.UtcNow;
        var sending = await LedgerBooks.SendingAsync(world, cancellationToken);
        disasters.Add(new Disaster(at, sending));
        Tell($"kill {Kills}, {sending.Count} rows are being sent");
        Release();
    }

    private void Tell(FormattableString what) =>
        say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Stopwatch.GetElapsedTime(began).TotalSeconds, 5:0} s, {world.Taken} messages: "
            ) + what.ToString(CultureInfo.InvariantCulture)
        );

    /// <summary>One of those that live dies; it comes back at once or some disasters later.</summary>
    private async Task StrikeAsync()
    {
        if (world.Living.Count == 0)
        {
            pauses.Clear();
            Restart();
        }
        var victim = world.Living[random.Next(world.Living.Count)];
        await world.KillAsync(victim);
        Kills++;
        pauses[victim] = Math.Max(0, random.Next(-2, 3));
    }

    /// <summary>PostgreSQL is stopped, sometimes as by a crash; answers come while nobody can write them down.</summary>
    private async Task OutageAsync(CancellationToken cancellationToken)
    {
        const string Complaint = "trying again";
        var before = world.Complaints(Complaint);
        var how = random.Next(2) == 0 ? PostgresStop.Fast : PostgresStop.Immediate;
        await world.Postgres.StopAsync(how, cancellationToken);
        Tell($"PostgreSQL is stopped ({how})");
        Release();
        using (var noticed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            noticed.CancelAfter(Noticed);
            using var timer = new PeriodicTimer(LookEvery);
            try
            {
                while (world.Complaints(Complaint) == before)
                {
                    await timer.WaitForNextTickAsync(noticed.Token);
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // All were busy with something else, or dead.
            }
        }
        if (random.Next(3) == 0)
        {
            await StrikeAsync();
            Tell($"kill {Kills}, while it is");
        }
        var at = DateTimeOffset.UtcNow;
        await world.Postgres.StartAgainAsync(cancellationToken);
        Outages++;
        // What a dead one held is still leased: nobody could take it. On a slow machine the leases of the living end as well.
        disasters.Add(new Disaster(at, await LedgerBooks.SendingAsync(world, cancellationToken)));
        Tell($"PostgreSQL is back");
    }

    private void Jump()
    {
        if (world.Clocks.IsThere)
        {
            var (number, offset) = (random.Next(options.Instances), Offsets[random.Next(Offsets.Length)]);
            world.Clocks.Set(number, offset);
            Jumps++;
            Tell($"the clock of instance {number + 1} is {offset:c} from the true time");
        }
        Release();
    }

    private void Release()
    {
        smtp.Release();
        bot.Release();
    }

    /// <summary>Those whose pause is over, and those who were never started.</summary>
    private void Restart()
    {
        foreach (var number in Enumerable.Range(0, options.Instances).Except(world.Living))
        {
            var pause = pauses.GetValueOrDefault(number);
            if (pause == 0)
            {
                world.Start(number);
            }
            pauses[number] = Math.Max(0, pause - 1);
        }
    }

    private async Task PublishWhenLowAsync(CancellationToken cancellationToken)
    {
        var (open, least) = await LedgerBooks.OpenAsync(world, cancellationToken);
        var soonSent = options.Rate * options.Pace.TotalSeconds;
        // A channel that waits must not leave the other without anything to do, nor be given more than it can send afterwards.
        if (least < soonSent && open < MostOpen * soonSent)
        {
            await PublishAsync(cancellationToken);
        }
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        stories++;
        await world.PublishAsync(stories, cancellationToken);
        Tell($"dispatch {stories} is published");
    }
}
