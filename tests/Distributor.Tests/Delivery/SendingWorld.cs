using Distributor.Articles.Reading;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Sending;
using Distributor.Digests;
using Distributor.Planning;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Telemetry;
using Distributor.Testing;
using Distributor.Tests.Articles.Intake;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Delivery;

/// <summary>
/// The application's own planning and composing on a copied database, and senders whose outside and time are the test's. Longer
/// than most files because it is one vocabulary for many tests.
/// </summary>
public sealed class SendingWorld : IAsyncDisposable
{
    private const short Slot = 1;

    private readonly IntakeWorld intake;
    private readonly TemporaryDirectory directory = new();
    private readonly WebApplication app;
    private int readers;

    private SendingWorld(IntakeWorld intake, string[] settings)
    {
        this.intake = intake;
        var builder = App.CreateBuilder([
            "--Logging:LogLevel:Default=None",
            $"--Storage:DataDirectory={directory.Path}",
            .. settings,
        ]);
        builder.AddDistributor();
        builder.Services.Replace(ServiceDescriptor.Singleton(intake.Database));
        builder.Services.Replace(ServiceDescriptor.Singleton<IClock>(intake.Clock));
        app = builder.Build();
    }

    public FakeTimeProvider Time { get; } = new();

    /// <summary>The clock of everything with a calendar; the ledger's due times are the database's.</summary>
    public SettableClock Clock => intake.Clock;

    public string DataDirectory => directory.Path;

    public Database Database => intake.Database;

    public ILedger Ledger => Service<ILedger>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<SendingWorld> CreateAsync(
        MigratedDatabases databases,
        DatabaseProvider provider,
        params string[] settings
    ) => new(await databases.CreateAsync(provider), settings);

    public T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public async Task<int> TopicAsync(string name)
    {
        await SourceAsync(name);
        return await intake.AskAsync(db => db.Topics.Where(t => t.Name == name).Select(t => t.Id).SingleAsync(Token));
    }

    public async Task<long> ReaderAsync(
        ChannelKind channel = ChannelKind.Telegram,
        Cadence cadence = Cadence.Instant,
        params int[] topics
    )
    {
        await using var db = Database.CreateDbContext();
        var number = ++readers;
        var address = new Address
        {
            Subscriber = new Subscriber { CreatedAt = IntakeWorld.Now },
            Channel = channel,
            Value = channel == ChannelKind.Email ? $"reader{number}@mail.example" : $"{7000 + number}",
            State = AddressState.Active,
            StateSince = IntakeWorld.Now,
            LaneId = channel == ChannelKind.Email ? Lane.OtherMail : Lane.Telegram,
            Language = "en",
            TimeZone = "Etc/UTC",
            CreatedAt = IntakeWorld.Now,
        };
        foreach (var topic in topics)
        {
            address.Subscriptions.Add(
                new Subscription
                {
                    TopicId = topic,
                    Cadence = cadence,
                    CreatedAt = IntakeWorld.Now,
                }
            );
        }
        if (cadence is Cadence.Daily)
        {
            address.Schedules.Add(
                new DigestSchedule
                {
                    Cadence = cadence,
                    LocalTime = new LocalTime(9, 0),
                    Cursor = 0,
                    NextAt = IntakeWorld.Now,
                }
            );
        }
        db.Addresses.Add(address);
        await db.SaveChangesAsync(Token);
        return address.Id;
    }

    public async Task<List<long>> ReadersAsync(int count, int topic)
    {
        var ids = new List<long>();
        for (var i = 0; i < count; i++)
        {
            ids.Add(await ReaderAsync(topics: topic));
        }
        return ids;
    }

    /// <summary>An article of the topic comes in, and its alert is planned.</summary>
    public async Task<long> AlertAsync(string topic, string title)
    {
        var article = await ArticleAsync(topic, title);
        var run = await intake.AskAsync(db =>
            db.Runs.Where(r => r.ArticleId == article).Select(r => r.Id).SingleAsync(Token)
        );
        await Service<AlertPlanner>().PlanAsync(run, Token);
        return run;
    }

    /// <returns>The article's id.</returns>
    public async Task<long> ArticleAsync(string topic, string title)
    {
        var source = await SourceAsync(topic);
        await intake.AddAsync(source, IntakeWorld.Read(title, guid: title));
        return await intake.AskAsync(db =>
            db.Articles.Where(a => a.Guid == title).Select(a => a.Id).SingleAsync(Token)
        );
    }

    /// <summary>The article that came in under <paramref name="guid"/> comes again, and says something else.</summary>
    public async Task CorrectAsync(string topic, string guid, Func<ReadArticle, ReadArticle> change) =>
        await intake.AddAsync(await SourceAsync(topic), change(IntakeWorld.Read(guid, guid: guid)));

    public async Task<long> DigestAsync()
    {
        var run = Assert.Single(await Service<DigestRuns>().OpenDueAsync(Token));
        await Service<DigestPlanner>().PlanDueAsync(run, Token);
        return run;
    }

    /// <summary>One round of a new sender, until all its outcomes are recorded.</summary>
    /// <returns>How many rows it looked at.</returns>
    public async Task<int> RoundAsync<TMessage>(
        IChannel<TMessage> channel,
        SendingSwitch? sendingSwitch = null,
        ILogger<OutcomeRecorder>? logger = null
    )
        where TMessage : class
    {
        var inFlight = new InFlight(Ledger, new OnTheWay(), Time, NullLogger<InFlight>.Instance);
        var recorder = new OutcomeRecorder(
            Ledger,
            inFlight,
            Service<SendingTelemetry>(),
            Time,
            logger ?? NullLogger<OutcomeRecorder>.Instance
        );
        var sender = new Sender<TMessage>(
            Ledger,
            channel,
            Service<IMessageComposer<TMessage>>(),
            sendingSwitch ?? new SendingSwitch(Database, intake.Clock, Time),
            recorder,
            inFlight,
            Service<LaneVerdicts>(),
            Service<AddressVerdicts>(),
            Service<SentForReal>(),
            Service<SendingTelemetry>(),
            Time
        );
        var recording = recorder.RunAsync(Slot, _ => ValueTask.CompletedTask, Token);
        var lane = typeof(TMessage) == typeof(EmailMessage) ? "email" : "telegram";
        try
        {
            var batch = await sender.ClaimAsync(lane, Slot, Token);
            await sender.SendAsync(batch, lane, Token);
            return batch.Looked;
        }
        finally
        {
            recorder.Complete();
            await recording;
            Assert.Equal(0, sender.InFlight.Count);
        }
    }

    public Task<List<DeliveryRow>> RowsAsync() =>
        intake.AskAsync(db => db.Deliveries.AsNoTracking().OrderBy(row => row.AddressId).ToListAsync(Token));

    /// <summary>Changes what an address asked for, as every page and button does: with a new consent number.</summary>
    public async Task DropTopicAsync(long address, int topic)
    {
        await using var db = Database.CreateDbContext();
        await db.Subscriptions.Where(s => s.AddressId == address && s.TopicId == topic).ExecuteDeleteAsync(Token);
        await db
            .Addresses.Where(a => a.Id == address)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Consent, a => a.Consent + 1), Token);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var db = Database.CreateDbContext();
        await db.Database.ExecuteSqlRawAsync(sql, Token);
    }

    /// <summary>Ends every wait and every lease.</summary>
    public async Task MakeDueAsync()
    {
        await ExecuteAsync(
            Database.Provider == DatabaseProvider.Sqlite
                ? "UPDATE deliveries SET due_at = 1 WHERE due_at IS NOT NULL"
                : "UPDATE deliveries SET due_at = now() - interval '1 s' WHERE due_at IS NOT NULL"
        );
        await ExecuteAsync("UPDATE addresses SET next_at = NULL");
    }

    public async Task CountsMustEqualTheTableAsync()
    {
        foreach (var run in (await RowsAsync()).ToLookup(row => row.RunId))
        {
            var totals = await Ledger.CountAsync(run.Key, Token);
            Assert.Equal(run.Count(), totals.All);
            Assert.Equal(run.Count(row => row.State == DeliveryState.Accepted), totals.Accepted);
            Assert.Equal(run.Count(row => row.State == DeliveryState.Suppressed), totals.Suppressed);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await intake.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory.Dispose();
    }

    private async Task<long> SourceAsync(string topic)
    {
        var address = $"https://paper.example/{topic}";
        var known = await intake.AskAsync(db =>
            db.Sources.Where(s => s.Address == address).Select(s => (long?)s.Id).SingleOrDefaultAsync(Token)
        );
        return known ?? await intake.SourceAsync(address, topic);
    }
}
