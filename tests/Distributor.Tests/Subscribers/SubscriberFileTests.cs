using Distributor.Channels;
using Distributor.Digests;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Exporting;
using Distributor.Subscribers.Importing;
using Distributor.Subscribers.Unsubscribing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Subscribers;

/// <summary>Import and export on both databases.</summary>
public abstract class SubscriberFileTests(DatabaseProvider provider) : IAsyncLifetime
{
    private const string Header =
        "email,name,telegram_chat_id,language,time_zone,topics,telegram,digest,digest_time,status\n";

    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 23, 12, 0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly List<BadRow> bad = [];
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(provider, new FixedClock(Noon));

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private Task<ImportTotals> ImportAsync(string file, TestApp? into = null) =>
        (into ?? app)
            .Service<SubscriberImporter>()
            .ImportAsync(new StringReader(file), "cli:test", bad.Add, null, Token);

    private async Task<string> ExportAsync(TestApp? from = null)
    {
        var file = new StringWriter();
        await (from ?? app).Service<SubscriberExporter>().ExportAsync(file, Token);
        return file.ToString();
    }

    private async Task<Address> AddressAsync(string value)
    {
        await using var db = app.NewDb();
        return await db
            .Addresses.Include(a => a.Subscriptions)
            .Include(a => a.Schedules)
            .Include(a => a.Subscriber)
            .SingleAsync(a => a.Value == value, Token);
    }

    [Fact]
    public async Task What_a_row_does_not_say_has_the_defaults()
    {
        await ImportAsync("email\nAnn@Example.org\n");
        var ann = await AddressAsync("ann@example.org");
        Assert.Equal("Ann@Example.org", ann.WrittenAs);
        Assert.Equal((AddressState.Active, "en", "UTC"), (ann.State, ann.Language, ann.TimeZone));
        Assert.Equal((1, Cadence.Daily), (ann.Subscriptions.Single().TopicId, ann.Subscriptions.Single().Cadence));
        var schedule = ann.Schedules.Single();
        Assert.Equal(new LocalTime(7, 30), schedule.LocalTime);
        Assert.Equal(Instant.FromUtc(2026, 11, 24, 7, 30), schedule.NextAt);
    }

    [Fact]
    public async Task One_row_with_both_is_one_person_with_two_addresses()
    {
        await ImportAsync(
            Header + "bob@example.org,Bob,-1001234567890/17,ru,Asia/Tokyo,World;Sport,breaking,weekly,06:05,active\n"
        );
        var mail = await AddressAsync("bob@example.org");
        var chat = await AddressAsync("-1001234567890/17");
        Assert.Equal(mail.SubscriberId, chat.SubscriberId);
        Assert.All(mail.Subscriptions, s => Assert.Equal(Cadence.Weekly, s.Cadence));
        Assert.All(chat.Subscriptions, s => Assert.Equal(Cadence.Breaking, s.Cadence));
        Assert.Equal(2, chat.Subscriptions.Count);
        Assert.Empty(chat.Schedules);
        var tokyo = DateTimeZoneProviders.Tzdb["Asia/Tokyo"];
        Assert.Equal(new LocalDateTime(2026, 11, 30, 6, 5), mail.Schedules.Single().NextAt.InZone(tokyo).LocalDateTime);
    }

    [Fact]
    public async Task Bad_rows_are_named_by_line_and_do_not_stop_the_rest()
    {
        var totals = await ImportAsync(
            Header
                + "not an address,,,,,,,,,\n"
                + "a@example.org,,,,,,,,,\n"
                + "b@example.org,,,,Mars/Base,,,,,\n"
                + "c@example.org,\"never closed,,,,,,,,\n"
                + "d@example.org,,,,,,sometimes,,,\n"
                + ",,12x,,,,,,,\n"
                + "e@example.org,,,,,,,,25:00,\n"
                + "f@example.org,,\n"
                + ",nobody,,,,,,,,\n"
                + "g@example.org,\"over\ntwo lines\",,,,,,,,\n"
                + "h@example.org,,,,,,,,,gone\n"
        );
        Assert.Equal([2, 4, 5, 6, 7, 8, 9, 10, 13], bad.Select(row => row.Line));
        Assert.Equal((11, 2, 9), (totals.Rows, totals.Added, totals.Bad));
        Assert.All(bad, row => Assert.DoesNotContain("example.org", row.Reason.Replace("ann@example.org", "")));
        Assert.Equal("over\ntwo lines", (await AddressAsync("g@example.org")).Subscriber!.Name);
    }

    [Fact]
    public async Task Importing_twice_changes_nothing()
    {
        var file =
            Header
            + "ann@example.org,Ann,77,es,Europe/Madrid,World;Sport,daily,weekly,06:00,active\n"
            + "u@example.org,,,,,,,,,unsubscribed\np@example.org,,,,,,,,,paused\nq@example.org,,,,,,,off,,\n";
        await ImportAsync(file);
        var before = await SnapshotAsync();
        var totals = await ImportAsync(file);
        Assert.Equal(new ImportTotals(4, 0, 0, 4, 0, 0), totals);
        Assert.Equal(before, await SnapshotAsync());
    }

    private async Task<string> SnapshotAsync()
    {
        await using var db = app.NewDb();
        var addresses = await db
            .Addresses.OrderBy(a => a.Id)
            .Select(a => $"{a.Id} {a.Consent} {a.State}")
            .ToListAsync(Token);
        var schedules = await db.DigestSchedules.OrderBy(s => s.AddressId).Select(s => s.NextAt).ToListAsync(Token);
        return string.Join('|', [.. addresses, .. schedules.Select(s => s.ToString())])
            + $"|{await db.Subscriptions.CountAsync(Token)}|{await db.SubscriptionEvents.CountAsync(Token)}|{await db.Topics.CountAsync(Token)}";
    }

    [Fact]
    public async Task Who_left_or_bounced_or_was_deleted_is_never_revived()
    {
        await ImportAsync(
            Header + "u@example.org,,,,,,,,,unsubscribed\nb@example.org,,,,,,,,,bounced\nr@example.org,,,,,,,,,\n"
        );
        var reader = await AddressAsync("r@example.org");
        await app.Service<UnsubscribeService>().UnsubscribeAsync(reader.Id, "reader", Token);
        await using (var db = app.NewDb())
        {
            db.ForgottenAddresses.Add(
                new ForgottenAddress
                {
                    Hmac = await app.Service<ForgottenAddresses>()
                        .MarkAsync(ChannelKind.Email, "gone@example.org", Token),
                    At = Noon,
                }
            );
            await db.SaveChangesAsync(Token);
        }
        var totals = await ImportAsync("email\nu@example.org\nb@example.org\nR@example.org\nGone@Example.org\n");
        Assert.Equal(new ImportTotals(4, 0, 0, 0, 4, 0), totals);
        Assert.Equal(AddressState.Unsubscribed, (await AddressAsync("u@example.org")).State);
        Assert.Equal(AddressState.Bounced, (await AddressAsync("b@example.org")).State);
        Assert.Equal(AddressState.Unsubscribed, (await AddressAsync("r@example.org")).State);
        await using var after = app.NewDb();
        Assert.False(await after.Addresses.AnyAsync(a => a.Value == "gone@example.org", Token));
    }

    [Fact]
    public async Task Another_import_changes_topics_and_zone_and_raises_consent()
    {
        await ImportAsync(Header + "ann@example.org,,,,UTC,World;Sport,,,,\n");
        var totals = await ImportAsync(Header + "ann@example.org,,,,Asia/Tokyo,World;Politics,,weekly,09:00,\n");
        Assert.Equal(1, totals.Changed);
        var ann = await AddressAsync("ann@example.org");
        Assert.Equal(("Asia/Tokyo", 1, 2), (ann.TimeZone, ann.Consent, ann.Subscriptions.Count));
        Assert.Equal(Cadence.Weekly, ann.Schedules.Single().Cadence);
        Assert.Equal(new LocalTime(9, 0), ann.Schedules.Single().LocalTime);
    }

    [Fact]
    public async Task An_active_row_leaves_the_proof_of_its_consent()
    {
        await ImportAsync(Header + "ann@example.org,,,,,World;Sport,,,,\np@example.org,,,,,World,,,,pending\n");
        await using var db = app.NewDb();
        var events = await db.SubscriptionEvents.ToListAsync(Token);
        Assert.Equal(2, events.Count);
        Assert.All(events, e => Assert.Equal(("imported", "import", Cadence.Daily), (e.Action, e.By, e.Cadence)));
        Assert.Equal(NextDigest.NotDue, (await AddressAsync("p@example.org")).Schedules.Single().NextAt);
    }

    [Fact]
    public async Task What_was_exported_and_imported_elsewhere_is_exported_the_same()
    {
        await ImportAsync(
            Header.TrimEnd()
                + ",city\n"
                + "Ann@example.org,\"Ann, \"\"A\"\"\",77,es-MX,Europe/Madrid,World;Sport,daily,weekly,06:00,active,Lugo\n"
                + ",Group,-1009/4,ru,,*,breaking,,,,\n"
                + "both@example.org,,78,,,World,instant,off,,,=1+1\n"
                + "u@example.org,,79,,,World,,,,unsubscribed,\n"
                + "p@example.org,,,,,,,,22:15,paused,\nb@example.org,,,,,,,,,bounced,\nn@example.org,,,,,,,,,pending,\n"
        );
        Assert.Empty(bad);
        var first = await ExportAsync();
        await using var elsewhere = await TestApp.StartAsync(
            provider,
            new FixedClock(Noon),
            "--Site:TimeZone=Asia/Tokyo",
            "--Site:Language=ar",
            "--Digest:DefaultTime=05:00"
        );
        await ImportAsync(first, elsewhere);
        Assert.Equal(first, await ExportAsync(elsewhere));
        Assert.Contains("both@example.org,,78,en,UTC,World,instant,off,,active,=1+1", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_usable_header_is_refused_with_the_cure()
    {
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => ImportAsync("mail;name\nx;y\n"));
        Assert.Contains("separated by commas", fault.Message, StringComparison.Ordinal);
        Assert.Contains(
            "empty",
            (await Assert.ThrowsAsync<InvalidDataException>(() => ImportAsync(""))).Message,
            StringComparison.Ordinal
        );
    }
}

public sealed class SqliteSubscriberFileTests() : SubscriberFileTests(DatabaseProvider.Sqlite);

public sealed class PostgresSubscriberFileTests() : SubscriberFileTests(DatabaseProvider.Postgres);
