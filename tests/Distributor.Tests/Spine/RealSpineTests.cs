using Distributor.Articles.Intake;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Testing.BotApi;
using Distributor.Testing.Smtp;
using Distributor.Tests.RealTime;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;
using static Distributor.Tests.Spine.HarbourWire;

namespace Distributor.Tests.Spine;

/// <summary>The story of the spine with the real channels, in front of an emulated Bot API and a loopback SMTP server.</summary>
public sealed class RealSpineTests
{
    private const int Rate = 1000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = RealTimeTests.Hopeless)]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task Everybody_gets_what_they_chose_exactly_once_over_the_wire(DatabaseProvider provider)
    {
        await using var api = await EmulatedBotApi.StartAsync(new() { Rates = new() { BotLimit = Rate } });
        await using var relay = await LoopbackSmtpServer.StartAsync();
        await using var newsroom = await Newsroom.OpenAsync(
            provider,
            Start,
            $"--Telegram:BotToken={api.Token}",
            $"--Telegram:ApiBaseUrl={api.Url}",
            "--Telegram:Mode=off",
            $"--Telegram:MessagesPerSecond={Rate}",
            "--Smtp:Host=127.0.0.1",
            $"--Smtp:Port={relay.Port}",
            "--Smtp:Security=none",
            "--Mail:FromAddress=digest@news.example.org"
        );
        await newsroom.OpenLanesAsync();
        await newsroom.ImportAsync(Csv());

        await newsroom.IngestAsync(Feed(Items));
        await newsroom.DeliverAllAsync();
        AssertAlerts(api);
        Assert.Empty(relay.Mails);

        var again = await newsroom.IngestAsync(Feed(Items));
        Assert.All(again, result => Assert.Equal(IntakeStatus.Unchanged, result.Status));
        await newsroom.DeliverAllAsync();
        AssertAlerts(api);

        await PassADayAsync(newsroom);
        AssertDigests(relay);
        await PassADayAsync(newsroom);

        AssertAlerts(api);
        AssertDigests(relay);
        await AssertLedgerAsync(newsroom, api, relay);
        Assert.Empty(relay.Violations);
        Assert.All(api.Calls, call => Assert.Equal((200, "sendMessage"), (call.Status, call.Method)));
        Assert.Equal((0, 0), (api.Rates.Refusals, api.Rates.RequestsInsideABan));
        Assert.Empty(newsroom.Calls);
        Assert.Empty(newsroom.Mails);
    }

    private static async Task PassADayAsync(Newsroom newsroom)
    {
        for (var hour = 0; hour < 24; hour++)
        {
            newsroom.Clock.Now += Duration.FromHours(1);
            await newsroom.DeliverAllAsync();
        }
    }

    private static void AssertAlerts(EmulatedBotApi api)
    {
        var expected = Enumerable
            .Range(0, 200)
            .Where(IsTelegram)
            .SelectMany(i => ItemsOf(i).Select(item => (ChatId: 1000L + i, item.Title)));
        Assert.Equal(
            expected.Order(),
            api.Messages.Select(message => (message.ChatId, Title: TitleIn(message.Text))).Order()
        );
    }

    private static void AssertDigests(LoopbackSmtpServer relay)
    {
        Assert.Equal(
            Enumerable.Range(0, 200).Where(i => !IsTelegram(i)).Select(Email).Order(StringComparer.Ordinal),
            relay.Mails.Select(mail => mail.Recipient).Order(StringComparer.Ordinal)
        );
        Assert.All(
            relay.Mails,
            mail =>
            {
                var wanted = TopicsOf(mail.Recipient);
                var text = Words(mail.Message.TextBody!);
                Assert.All(
                    Items,
                    item =>
                        Assert.Equal(wanted.Contains(item.Topic), text.Contains(item.Title, StringComparison.Ordinal))
                );
            }
        );
    }

    private static async Task AssertLedgerAsync(Newsroom newsroom, EmulatedBotApi api, LoopbackSmtpServer relay)
    {
        var totals = await newsroom.TotalsAsync();
        Assert.Equal(0, totals.Open);
        Assert.Equal(api.Messages.Count + relay.Mails.Count, totals.Accepted);
        Assert.Equal(100, totals.Suppressed);
        Assert.Equal(totals.All, totals.Accepted + totals.Suppressed);
        await using var db = newsroom.App.NewDb();
        var ids = await db
            .Deliveries.Where(row => row.State == DeliveryState.Accepted)
            .Select(row => row.ExternalId)
            .ToListAsync(Token);
        // Chats number their messages each for itself; mails have ids of their own.
        Assert.Equal(
            api.Messages.Select(message => $"{message.Id}")
                .Concat(relay.Mails.Select(mail => mail.Message.MessageId!))
                .Order(StringComparer.Ordinal),
            ids.Order(StringComparer.Ordinal)
        );
        Assert.All(await db.Runs.ToListAsync(Token), run => Assert.Equal(RunState.Done, run.State));
    }
}
