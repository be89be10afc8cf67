using System.Net;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Bouncing;
using Distributor.Subscribers.Exporting;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;
using static Distributor.Tests.Site.Readers.ReaderPages;

namespace Distributor.Tests.Site.Readers;

/// <summary>
/// What a stranger's form does to an address that is not theirs, and what mails do that were left lying: nothing. Longer than other
/// tests: each is one way in.
/// </summary>
public sealed class StrangersAndLeftoversTests
{
    private const string Bea = "bea@example.org";
    private const string Carl = "carl@example.org";

    public static TheoryData<DatabaseProvider> Providers => [DatabaseProvider.Sqlite, DatabaseProvider.Postgres];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_second_question_of_two_forms_brings_nobody_back(DatabaseProvider provider)
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        using var once = await pages.SignUpAsync();
        var leftOver = LinkIn(await pages.NewestMailAsync(), "/confirm/");
        var settings = await pages.SubscribeAsync();
        using var left = await pages.PostAsync(settings + "/unsubscribe");

        using var again = await pages.PostAsync(leftOver);

        Assert.Contains("done its work", await again.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(AddressState.Unsubscribed, (await pages.AddressAsync()).State);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_form_changes_nothing_of_an_address_that_has_left(DatabaseProvider provider)
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        var settings = await pages.SubscribeAsync();
        using var left = await pages.PostAsync(settings + "/unsubscribe");

        using var typed = await pages.SignUpAsync(Email, ("language", "ru"), ("zone", "Asia/Tokyo"));

        var address = await pages.AddressAsync();
        Assert.Equal(
            (AddressState.Unsubscribed, "en", "Europe/Lisbon"),
            (address.State, address.Language, address.TimeZone)
        );
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_form_takes_a_bounced_address_out_of_its_state_for_a_week_only(DatabaseProvider provider)
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        await pages.SubscribeAsync();
        var bounces = pages.Newsroom.App.Service<BounceService>();
        await bounces.GoneAsync((await pages.AddressAsync()).Id, isWholeChat: false, "no such mailbox", Token);

        using var typed = await pages.SignUpAsync();
        Assert.Equal(AddressState.Pending, (await pages.AddressAsync()).State);
        pages.Newsroom.Clock.Now += Duration.FromDays(7);
        await pages.TendAsync();

        Assert.Equal(AddressState.Bounced, (await pages.AddressAsync()).State);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Who_signs_up_at_the_new_end_of_a_strangers_move_is_not_in_the_strangers_data(
        DatabaseProvider provider
    )
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        var settings = await pages.SubscribeAsync();
        using var moving = await pages.PostAsync(settings + "/move", ("email", Bea));
        await pages.SubscribeAsync(Bea);

        var data = await pages.Newsroom.App.Service<PersonalData>().ReadAsync((await pages.AddressAsync()).Id, Token);

        Assert.DoesNotContain(Bea, System.Text.Encoding.UTF8.GetString(data!), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Of_two_who_move_to_one_address_the_second_comes_to_nobodys(DatabaseProvider provider)
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        var ada = await MoveAsync(pages, Email, Carl);
        var bea = await MoveAsync(pages, Bea, Carl);

        using var one = await pages.PostAsync(ada.From);
        using var two = await pages.PostAsync(ada.To);
        using var three = await pages.PostAsync(bea.From);
        using var four = await pages.PostAsync(bea.To);

        Assert.Equal(HttpStatusCode.OK, two.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, four.StatusCode);
        Assert.Equal(AddressState.Active, (await pages.AddressAsync(Bea)).State);
        Assert.Equal(AddressState.Active, (await pages.AddressAsync(Carl)).State);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_question_left_at_the_old_end_starts_nothing_at_the_new_one(DatabaseProvider provider)
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        var settings = await pages.SubscribeAsync();
        using var left = await pages.PostAsync(settings + "/unsubscribe");
        using var asked = await pages.SignUpAsync();
        var question = LinkIn(await pages.NewestMailAsync(), "/confirm/");
        using var moving = await pages.PostAsync(settings + "/move", ("email", Carl));
        using var from = await pages.PostAsync(LinkIn(await pages.NewestMailAsync(), "/move/"));
        using var to = await pages.PostAsync(LinkIn(await pages.NewestMailAsync(Carl), "/move/"));

        using var late = await pages.PostAsync(question);

        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        Assert.Equal(AddressState.Unsubscribed, (await pages.AddressAsync(Carl)).State);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_reader_moves_to_an_address_that_has_left_or_was_never_confirmed(DatabaseProvider provider)
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        using var typed = await pages.SignUpAsync(Carl);
        var (from, to) = await MoveAsync(pages, Email, Carl);
        using var one = await pages.PostAsync(from);
        using var two = await pages.PostAsync(to);

        Assert.Equal(AddressState.Active, (await pages.AddressAsync(Carl)).State);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Nothing_brings_back_who_asked_to_be_deleted(DatabaseProvider provider)
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        var settings = await pages.SubscribeAsync();
        var unsubscribe = LinkIn(await pages.NewestMailAsync(), "/unsubscribe/");
        await DeleteAsync(pages, settings);

        using var undo = await pages.PostAsync(unsubscribe + "/undo");
        using var back = await pages.PostAsync(settings + "/back");

        Assert.Equal(HttpStatusCode.NotFound, undo.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, back.StatusCode);
        Assert.Equal(AddressState.Unsubscribed, (await pages.AddressAsync()).State);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Who_signs_up_in_the_minute_of_their_deletion_leaves_no_row_open(DatabaseProvider provider)
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        await DeleteAsync(pages, await pages.SubscribeAsync());

        using var again = await pages.SignUpAsync();
        await pages.Newsroom.SendAsync();

        await using var db = pages.NewDb();
        Assert.Empty(db.Deliveries.Where(d => d.DueAt != null));
        Assert.Equal(AddressState.Pending, (await pages.AddressAsync()).State);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Who_was_imported_paused_comes_back_active(DatabaseProvider provider)
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        await pages.Newsroom.ImportAsync("email,status\nada@example.org,paused\n");
        using var asked = await pages.PostAsync("/my-link", ("email", Email));
        var settings = LinkIn(await pages.NewestMailAsync(), "/preferences/");
        using var left = await pages.PostAsync(settings + "/unsubscribe");

        using var back = await pages.PostAsync(settings + "/back");

        Assert.Equal(AddressState.Active, (await pages.AddressAsync()).State);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_row_whose_reader_is_deleted_on_its_way_ends(DatabaseProvider provider)
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        using var asked = await pages.SignUpAsync();
        await using var db = pages.NewDb();
        await db.Addresses.ExecuteDeleteAsync(Token);

        await pages.Newsroom.SendAsync();

        Assert.Equal("deleted", (await db.Deliveries.SingleAsync(Token)).Reason);
        Assert.Equal(0, pages.CountMails());
    }

    [Fact]
    public async Task A_story_whose_address_is_made_like_a_stand_in_gets_no_token()
    {
        await using var pages = await ReaderPages.OpenAsync(DatabaseProvider.Sqlite);
        await pages.Newsroom.IngestAsync(
            """
            <rss version="2.0"><channel><title>Evil</title><link>https://evil.example/</link><description>x</description>
            <item><title>A story</title><link>https://evil.example/action-token</link><guid>1</guid>
            <category>World</category><description>Words enough for a lead.</description>
            <pubDate>Mon, 23 Nov 2026 14:00:00 GMT</pubDate></item></channel></rss>
            """
        );
        await pages.SubscribeAsync();

        Assert.Contains(
            "https://evil.example/action-token",
            (await pages.NewestMailAsync()).Text,
            StringComparison.Ordinal
        );
    }

    private static async Task<(string From, string To)> MoveAsync(ReaderPages pages, string from, string to)
    {
        var settings = await pages.SubscribeAsync(from);
        using var asked = await pages.PostAsync(settings + "/move", ("email", to));
        return (LinkIn(await pages.NewestMailAsync(from), "/move/"), LinkIn(await pages.NewestMailAsync(to), "/move/"));
    }

    private static async Task DeleteAsync(ReaderPages pages, string settings)
    {
        using var asked = await pages.PostAsync(settings + "/data");
        using var deleted = await pages.PostAsync(LinkIn(await pages.NewestMailAsync(), "/my-data/") + "/delete");
        deleted.EnsureSuccessStatusCode();
    }
}
