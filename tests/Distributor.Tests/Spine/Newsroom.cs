using System.Text;
using Distributor.Articles.Intake;
using Distributor.Articles.Reading;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Digests;
using Distributor.Jobs;
using Distributor.Sources;
using Distributor.Sources.Inputs;
using Distributor.Storage;
using Distributor.Subscribers.Importing;
using Distributor.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Distributor.Tests.Spine;

/// <summary>
/// The application with its clock in the test's hand and without its loops: what a loop would do by itself is a call here, so
/// a day passes in a moment and nothing is waited for.
/// </summary>
public sealed class Newsroom(TestApp app, FixedClock clock) : IAsyncDisposable
{
    public TestApp App => app;

    public FixedClock Clock => clock;

    public ILedger Ledger => app.Service<ILedger>();

    public IReadOnlyList<OutboxMail> Mails => OutboxReader.ReadMails(app.DataDirectory);

    public IReadOnlyList<OutboxCall> Calls => OutboxReader.ReadCalls(app.DataDirectory);

    public static async Task<Newsroom> OpenAsync(DatabaseProvider provider, Instant now, params string[] settings)
    {
        var clock = new FixedClock(now);
        return new Newsroom(await TestApp.StartAsync(provider, clock, settings), clock);
    }

    public async Task ImportAsync(string csv)
    {
        var bad = new List<BadRow>();
        await app.Service<SubscriberImporter>()
            .ImportAsync(new StringReader(csv), "test", bad.Add, null, CancellationToken.None);
        Xunit.Assert.Empty(bad);
    }

    /// <summary>Reads a feed as <c>ingest</c> does.</summary>
    public async Task<IReadOnlyList<IntakeResult>> IngestAsync(string feed)
    {
        var read = app.Service<ArticleReader>()
            .Read(new RawDocument(Encoding.UTF8.GetBytes(feed), FileName: "feed.xml"));
        Xunit.Assert.Null(read.Error);
        var report = await app.Service<InputIntake>()
            .AddAsync(SourceKind.Manual, read, null, [], CancellationToken.None);
        return report.Added;
    }

    /// <summary>What the recurring job and the sweeper do: opens the digest runs that are due and runs the jobs of all open runs.</summary>
    public async Task PlanAsync()
    {
        var due = await app.Service<DigestRuns>().OpenDueAsync(CancellationToken.None);
        await using var db = app.NewDb();
        var open = await db.Runs.Where(run => run.FinishedAt == null).Select(run => run.Id).ToListAsync();
        foreach (var run in open.Union(due))
        {
            await RunJobAsync(run);
        }
    }

    public Task<RunReport> RunJobAsync(long run) =>
        ActivatorUtilities
            .CreateInstance<RunJob>(app.Service<IServiceProvider>())
            .ExecuteAsync(run, "", CancellationToken.None);

    /// <summary>Sends until nothing is due on either channel.</summary>
    public async Task SendAsync()
    {
        await SendAsync<EmailMessage>("email");
        await SendAsync<TelegramMessage>("telegram");
    }

    /// <summary>
    /// Sends until every row is final: a chat gets one message a second, so the ledger says when to look again, and that is
    /// waited for.
    /// </summary>
    public async Task SendAllAsync()
    {
        while (true)
        {
            await SendAsync();
            var due = await Ledger.DueAsync(CancellationToken.None);
            if (due is { Now: 0, Next: null })
            {
                return;
            }
            await UntilAsync(due.Next ?? SystemClock.Instance.GetCurrentInstant());
        }
    }

    /// <summary>What <c>serve</c> does first: the lanes get the speed of the settings.</summary>
    public async Task OpenLanesAsync()
    {
        var setup = ActivatorUtilities.CreateInstance<LaneSetup>(app.Service<IServiceProvider>());
        await setup.ApplyAsync(ChannelKind.Email, isReal: true, CancellationToken.None);
        await setup.ApplyAsync(ChannelKind.Telegram, isReal: true, CancellationToken.None);
    }

    public async Task DeliverAsync()
    {
        await PlanAsync();
        await SendAsync();
        await PlanAsync(); // the jobs report
    }

    /// <summary>As <see cref="DeliverAsync"/>, with channels that keep a pace.</summary>
    public async Task DeliverAllAsync()
    {
        await PlanAsync();
        await SendAllAsync();
        await PlanAsync();
    }

    /// <summary>Every row of every run is accounted for.</summary>
    public async Task<RunTotals> TotalsAsync()
    {
        await using var db = app.NewDb();
        var rows = await db.Deliveries.AsNoTracking().ToListAsync();
        var sum = new RunTotals(0, 0, 0, 0, 0, 0, 0);
        foreach (var run in await db.Runs.Select(r => r.Id).ToListAsync())
        {
            var totals = await Ledger.CountAsync(run, CancellationToken.None);
            Xunit.Assert.Equal(rows.Count(row => row.RunId == run), totals.All);
            sum = new RunTotals(
                sum.Planned + totals.Planned,
                sum.Sending + totals.Sending,
                sum.Deferred + totals.Deferred,
                sum.Accepted + totals.Accepted,
                sum.Failed + totals.Failed,
                sum.Suppressed + totals.Suppressed,
                sum.Uncertain + totals.Uncertain
            );
        }
        return sum;
    }

    private async Task SendAsync<TMessage>(string lane)
        where TMessage : class
    {
        var sender = DeliveryServices.CreateSender<TMessage>(app.Service<IServiceProvider>());
        var recording = sender.Recorder.RunAsync(1, _ => ValueTask.CompletedTask, CancellationToken.None);
        while (await sender.ClaimAsync(lane, 1, CancellationToken.None) is { Looked: > 0 } batch)
        {
            await sender.SendAsync(batch, lane, CancellationToken.None);
        }
        sender.Recorder.Complete();
        await recording;
    }

    /// <summary>Due times are the database's and come by themselves; a lane's next slot is nearer than this.</summary>
    private static Task UntilAsync(Instant due)
    {
        var left = due - SystemClock.Instance.GetCurrentInstant();
        var least = Duration.FromMilliseconds(20);
        return Task.Delay((left > least ? left : least).ToTimeSpan(), CancellationToken.None);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
