using System.Net;
using System.Text.RegularExpressions;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Importing;
using Distributor.Subscribers.Links;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Bot;

/// <summary>The chat and the mailbox of one person become one, by the link of the preference page and by no other.</summary>
[Collection(BotTests.Name)]
public sealed partial class JoiningTests
{
    private static CancellationToken Token => BotBench.Token;

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task The_button_on_the_preference_page_joins_one_chat_once(DatabaseProvider provider)
    {
        await using var bench = await BotBench.StartAsync(provider);
        var reader = await ReaderAsync(bench);
        var token = await bench.Service<LinkTokens>().CreateAsync(LinkPurpose.Preferences, reader.Id, Token);
        using var empty = new FormUrlEncodedContent([]);
        using var answer = await bench.App.Client.PostAsync(
            new Uri($"/preferences/{token}/telegram", UriKind.Relative),
            empty,
            Token
        );
        var link = DeepLink().Match(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token)));
        Assert.Equal(bench.Api.Bot.Username, link.Groups["bot"].Value);
        Assert.InRange(link.Groups["payload"].Length, 1, 64);

        var joined = await bench.SayAsync("/start " + link.Groups["payload"].Value);

        Assert.Contains("belongs to your e-mail subscription", joined.Text, StringComparison.Ordinal);
        Assert.Equal(reader.SubscriberId, (await bench.AddressAsync()).SubscriberId);
        var stranger = bench.Api.Chat(666);
        var refused = await bench.SayAsync(stranger, "/start " + link.Groups["payload"].Value);
        Assert.Contains("used already", refused.Text, StringComparison.Ordinal);
        Assert.NotEqual(reader.SubscriberId, (await bench.AddressAsync("666")).SubscriberId);
    }

    [Fact]
    public async Task A_link_that_expired_was_changed_or_is_for_something_else_joins_nothing()
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);
        var reader = await ReaderAsync(bench);
        var tokens = bench.Service<LinkTokens>();
        var now = SystemClock.Instance.GetCurrentInstant();
        var good = new FreshLink(reader.Id, 1, now + Duration.FromHours(1));
        var expired = await tokens.CreateFreshAsync(
            LinkPurpose.LinkChat,
            good with
            {
                ExpiresAt = now - Duration.FromSeconds(1),
            },
            Token
        );
        var valid = await tokens.CreateFreshAsync(LinkPurpose.LinkChat, good, Token);
        var changed = valid[..^2] + (valid[^2] == 'A' ? 'B' : 'A') + valid[^1];
        var other = await tokens.CreateFreshAsync(LinkPurpose.Data, good, Token);

        foreach (
            var (payload, words) in new[]
            {
                (expired, "The link has expired"),
                (changed, "The link is not valid"),
                (other, "The link is not valid"),
                ("guessed", "The link is not valid"),
            }
        )
        {
            Assert.Contains(words, (await bench.SayAsync("/start " + payload)).Text, StringComparison.Ordinal);
            Assert.NotEqual(reader.SubscriberId, (await bench.AddressAsync()).SubscriberId);
        }
    }

    private static async Task<Address> ReaderAsync(BotBench bench)
    {
        await bench
            .Service<SubscriberImporter>()
            .ImportAsync(
                new StringReader("email,topics,digest\nzoe@mail.example,*,daily\n"),
                "test",
                _ => { },
                null,
                Token
            );
        await using var db = bench.App.NewDb();
        return await db.Addresses.SingleAsync(one => one.Value == "zoe@mail.example", Token);
    }

    [GeneratedRegex(@"https://t\.me/(?<bot>\w+)\?start=(?<payload>[\w-]+)")]
    private static partial Regex DeepLink();
}
