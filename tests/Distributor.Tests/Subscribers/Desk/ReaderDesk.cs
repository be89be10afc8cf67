using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Importing;
using Distributor.Subscribers.Searching;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Subscribers.Desk;

/// <summary>A publication with some readers, its clock in the test's hand.</summary>
public sealed class ReaderDesk(TestApp app, FixedClock clock) : IAsyncDisposable
{
    public const string Actor = "admin:rosa@paper.example";

    public const string Readers = """
        email,name,telegram_chat_id,language,time_zone,topics,telegram,digest,status
        anna.rossi@example.org,Anna Rossi,,en,Europe/Madrid,World;Energy,,daily,active
        boris@example.org,Boris Novák,1001,ru,Europe/Berlin,World,instant,weekly,active
        clara_m@post.example,Clara Moreau,,es,UTC,Energy,,daily,bounced
        dmitri@example.org,Дмитрий Соколов,,ru,UTC,,,daily,paused
        elena@example.org,,,en,UTC,Chess,,daily,unsubscribed
        """;

    public static readonly Instant Noon = Instant.FromUtc(2026, 11, 23, 12, 0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public TestApp App => app;

    public FixedClock Clock => clock;

    public static async Task<ReaderDesk> OpenAsync(DatabaseProvider provider, string? readers = Readers)
    {
        var clock = new FixedClock(Noon);
        var desk = new ReaderDesk(await TestApp.StartAsync(provider, clock), clock);
        if (readers is not null)
        {
            await desk.ImportAsync(readers);
        }
        return desk;
    }

    public async Task ImportAsync(string csv)
    {
        var bad = new List<BadRow>();
        await app.Service<SubscriberImporter>().ImportAsync(new StringReader(csv), "cli:test", bad.Add, null, Token);
        Assert.Empty(bad);
    }

    public async Task<Address> AddressAsync(string value)
    {
        await using var db = app.NewDb();
        return await db
            .Addresses.AsNoTracking()
            .Include(a => a.Subscriptions)
            .Include(a => a.Schedules)
            .Include(a => a.Subscriber)
            .AsSplitQuery()
            .SingleAsync(a => a.Value == value, Token);
    }

    public async Task<int> TopicAsync(string name)
    {
        await using var db = app.NewDb();
        return await db.Topics.Where(t => t.Name == name).Select(t => t.Id).SingleAsync(Token);
    }

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(string action)
    {
        await using var db = app.NewDb();
        return await db
            .Audit.AsNoTracking()
            .Where(entry => entry.Action == action)
            .OrderBy(entry => entry.Id)
            .ToListAsync(Token);
    }

    /// <summary>The first addresses of those found, in the list's order.</summary>
    public async Task<string> FindAsync(SubscriberFilter filter)
    {
        var page = await app.Service<SubscriberSearch>().PageAsync(filter, null, 50, Token);
        var people = await app.Service<SubscriberReader>().ReadAsync(page.Ids, Token);
        return string.Join(' ', people.Select(person => person.Addresses[0].ShownAs.Split('@')[0]));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
