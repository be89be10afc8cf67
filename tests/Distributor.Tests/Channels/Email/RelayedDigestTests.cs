using Distributor.Channels.Email.Smtp;
using Distributor.Delivery;
using Distributor.Delivery.Bounces;
using Distributor.Storage;
using Distributor.Testing.Smtp;
using Distributor.Tests.Channels.Email.Dkim;
using Distributor.Tests.Spine;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Channels.Email;

/// <summary>The application as it is wired, with a relay, a bounce domain and a key: from the feed to the server.</summary>
public sealed class RelayedDigestTests
{
    const string Feed = """
        <rss version="2.0"><channel><title>Harbour Wire</title>
        <item><guid isPermaLink="false">a1</guid><link>https://wire.example.org/a1</link><title>Twelve ports agree</title>
        <category>World</category><pubDate>Mon, 23 Nov 2026 14:00:00 GMT</pubDate>
        <description>What happened, told in one sentence.</description></item></channel></rss>
        """;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task Digests_leave_signed_and_each_says_where_its_bounce_belongs(DatabaseProvider provider)
    {
        using var keys = DkimKeys.Create("rsa");
        await using var server = await LoopbackSmtpServer.StartAsync();
        await using var newsroom = await Newsroom.OpenAsync(
            provider,
            Instant.FromUtc(2026, 11, 23, 15, 0),
            "--Smtp:Host=127.0.0.1",
            $"--Smtp:Port={server.Port}",
            "--Mail:FromAddress=digest@news.example.org",
            "--Mail:BounceDomain=bounce.news.example.org",
            "--Dkim:Domain=news.example.org",
            "--Dkim:Selector=s1",
            $"--Dkim:PrivateKeyFile={keys.File}"
        );
        await newsroom.ImportAsync(
            "email,digest\none@example.org,daily\ntwo@example.net,daily\nthree@example.com,daily\n"
        );
        await newsroom.IngestAsync(Feed);

        newsroom.Clock.Now += Duration.FromHours(17);
        await newsroom.DeliverAsync();

        Assert.Equal(3, server.Mails.Count);
        Assert.Empty(server.Violations);
        Assert.Empty(newsroom.Mails);
        await using var db = newsroom.App.NewDb();
        var rows = await db.Deliveries.AsNoTracking().ToListAsync(Token);
        Assert.All(rows, row => Assert.Equal(DeliveryState.Accepted, row.State));
        var addresses = await db.Addresses.ToDictionaryAsync(address => address.Id, address => address.Value, Token);
        var bounces = newsroom.App.Service<BounceAddresses>();
        foreach (var mail in server.Mails)
        {
            var delivery = await bounces.ReadAsync(mail.From, Token);
            var row = Assert.Single(rows, row => $"{row.RunId}-{row.AddressId}-{row.Part}" == delivery);
            Assert.Equal(mail.Recipient, addresses[row.AddressId]);
            Assert.Matches($@"\A{delivery}\.[0-9a-f]{{10}}@news\.example\.org\z", mail.Message.MessageId);
            Assert.Equal(row.ExternalId, mail.Message.MessageId);
            Assert.True(keys.Verifies(mail.Message));
        }
        Assert.NotNull(newsroom.App.Service<SmtpChannel>());
    }
}
