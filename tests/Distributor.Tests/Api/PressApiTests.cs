using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Distributor.Api;
using Distributor.Storage;
using Distributor.Tests.Dashboard.Sources;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Api;

/// <summary>Sources, editions and orders to articles over HTTP, on both databases.</summary>
public sealed class PressApiTests
{
    private const DatabaseProvider Sqlite = DatabaseProvider.Sqlite;
    private const DatabaseProvider Postgres = DatabaseProvider.Postgres;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Sources_are_previewed_added_changed_polled_and_deleted(DatabaseProvider provider)
    {
        await using var world = await OpenAsync(provider);
        world.Serve("Ferry sails");
        var feed = world.Site.At("/feed").AbsoluteUri;

        var preview = await SendAsync(world, HttpMethod.Post, "/sources/preview", new { address = feed });
        Assert.Equal("Ferry sails", preview.Body.GetProperty("items")[0].GetProperty("title").GetString());
        var added = await SendAsync(
            world,
            HttpMethod.Post,
            "/sources",
            new { address = feed, topics = new[] { "World" } }
        );
        Assert.Equal(HttpStatusCode.Created, added.Status);
        var id = added.Body.GetProperty("id").GetInt64();
        Assert.Equal("The Coast", added.Body.GetProperty("title").GetString());
        Assert.Equal(
            HttpStatusCode.OK,
            (await SendAsync(world, HttpMethod.Post, "/sources", new { address = feed })).Status
        );
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await SendAsync(world, HttpMethod.Post, "/sources", new { address = "nonsense:" })).Status
        );

        var changed = await SendAsync(world, HttpMethod.Patch, $"/sources/{id}", new { title = "The Shore" });
        Assert.Equal(
            ("The Shore", "World"),
            (changed.Body.GetProperty("title").GetString(), changed.Body.GetProperty("topics")[0].GetString())
        );
        Assert.Equal(422, (int)(await SendAsync(world, HttpMethod.Patch, $"/sources/{id}", new { title = "" })).Status);
        Assert.Equal(
            "paused",
            (await SendAsync(world, HttpMethod.Post, $"/sources/{id}/pause")).Body.GetProperty("state").GetString()
        );
        Assert.Equal(409, (int)(await SendAsync(world, HttpMethod.Post, $"/sources/{id}/poll")).Status);
        Assert.Equal(
            "active",
            (await SendAsync(world, HttpMethod.Post, $"/sources/{id}/resume")).Body.GetProperty("state").GetString()
        );
        Assert.Equal(202, (int)(await SendAsync(world, HttpMethod.Post, $"/sources/{id}/poll")).Status);
        await world.PollAsync();
        var polls = (await SendAsync(world, HttpMethod.Get, $"/sources/{id}/polls?limit=1")).Body;
        Assert.Equal(200, polls.GetProperty("items")[0].GetProperty("status").GetInt32());
        Assert.Equal(
            0,
            (await SendAsync(world, HttpMethod.Post, $"/sources/{id}/release")).Body.GetProperty("released").GetInt32()
        );
        var list = (await SendAsync(world, HttpMethod.Get, "/sources?q=shore&state=active&topic=world")).Body;
        Assert.Equal(id, Assert.Single(list.GetProperty("items").EnumerateArray()).GetProperty("id").GetInt64());
        Assert.Equal(JsonValueKind.Null, list.GetProperty("next").ValueKind);
        Assert.Equal(400, (int)(await SendAsync(world, HttpMethod.Get, "/sources?cursor=zz")).Status);

        Assert.Equal(200, (int)(await SendAsync(world, HttpMethod.Delete, $"/sources/{id}")).Status); // it has an article
        Assert.Equal(404, (int)(await SendAsync(world, HttpMethod.Delete, "/sources/4711")).Status);
        await using var db = world.Newsroom.App.NewDb();
        Assert.Contains("api:test", await db.Audit.Select(entry => entry.Actor).Distinct().ToListAsync(Token));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task An_article_is_held_released_made_breaking_retracted_and_its_reach_told(DatabaseProvider provider)
    {
        await using var world = await OpenAsync(provider);
        await world.Newsroom.ImportAsync(
            "email,name,telegram_chat_id,topics,telegram,digest\nada@example.org,Ada,5001,World,instant,daily\n"
        );
        var pushed = await SendAsync(
            world,
            HttpMethod.Post,
            "/articles",
            new
            {
                guid = "1",
                title = "Ferry sails",
                topics = new[] { "World" },
            }
        );
        var id = pushed.Body.GetProperty("id").GetInt64();
        var reach = (await SendAsync(world, HttpMethod.Get, $"/articles/{id}/reach?who=ada")).Body;
        Assert.Equal(1, reach.GetProperty("alerts").GetInt32());
        Assert.Equal("instant", reach.GetProperty("topics")[0].GetProperty("cadence").GetString());
        Assert.Equal(2, reach.GetProperty("people").GetArrayLength());

        foreach (var verb in new[] { "hold", "release", "breaking", "breaking" })
        {
            Assert.Equal(200, (int)(await SendAsync(world, HttpMethod.Post, $"/articles/{id}/{verb}")).Status);
        }
        await world.Newsroom.DeliverAsync();
        await SendAsync(
            world,
            HttpMethod.Post,
            "/articles",
            new
            {
                guid = "1",
                title = "Ferry sails no more",
                topics = new[] { "World" },
            }
        );
        var revisions = (await SendAsync(world, HttpMethod.Get, $"/articles/{id}/revisions")).Body.GetProperty("items");
        Assert.Equal(
            ["Ferry sails no more", "Ferry sails"],
            revisions.EnumerateArray().Select(one => one.GetProperty("title").GetString())
        );
        Assert.Equal(
            "retracted",
            (await SendAsync(world, HttpMethod.Post, $"/articles/{id}/retract")).Body.GetProperty("state").GetString()
        );
        Assert.Equal(409, (int)(await SendAsync(world, HttpMethod.Post, $"/articles/{id}/release")).Status);
        Assert.Equal(
            "complete",
            (await SendAsync(world, HttpMethod.Post, $"/articles/{id}/restore")).Body.GetProperty("state").GetString()
        );
        Assert.Equal(404, (int)(await SendAsync(world, HttpMethod.Post, "/articles/4711/retract")).Status);
        Assert.Equal(404, (int)(await SendAsync(world, HttpMethod.Get, "/articles/4711/reach")).Status);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Editions_show_what_was_sent_with_stand_ins_for_what_is_personal(DatabaseProvider provider)
    {
        await using var world = await OpenAsync(provider);
        await world.Newsroom.ImportAsync(
            "email,telegram_chat_id,topics,telegram,digest\nada@example.org,5001,World,instant,daily\n"
        );
        await SendAsync(world, HttpMethod.Post, "/articles", new { title = "Ferry sails", topics = new[] { "World" } });
        await world.Newsroom.DeliverAsync();
        world.Newsroom.Clock.Now += NodaTime.Duration.FromDays(1);
        await world.Newsroom.DeliverAsync();

        var all = (await SendAsync(world, HttpMethod.Get, "/editions?limit=200"))
            .Body.GetProperty("items")
            .EnumerateArray()
            .ToList();
        var digest = all.First(edition => edition.GetProperty("layout").GetString() == "digest");
        var run = digest.GetProperty("run").GetInt64();
        Assert.All(
            (await SendAsync(world, HttpMethod.Get, $"/editions?run={run}")).Body.GetProperty("items").EnumerateArray(),
            edition => Assert.Equal(run, edition.GetProperty("run").GetInt64())
        );
        var one = (await SendAsync(world, HttpMethod.Get, $"/editions/{digest.GetProperty("id").GetInt64()}")).Body;
        Assert.Equal("frozen", one.GetProperty("state").GetString());
        Assert.Equal(1, one.GetProperty("stories").GetArrayLength());
        Assert.Equal(1, one.GetProperty("revisions").GetArrayLength());
        Assert.Contains("Ferry sails", one.GetProperty("subject").GetString(), StringComparison.Ordinal);
        Assert.Contains("[unsubscribe]", one.GetProperty("text").GetString(), StringComparison.Ordinal);
        foreach (var words in new[] { one.GetProperty("html").GetString()!, one.GetProperty("text").GetString()! })
        {
            Assert.DoesNotContain('\uFDD0', words);
            Assert.DoesNotContain("ada@example.org", words, StringComparison.Ordinal);
        }
        var alert = all.First(edition =>
            edition is var e
            && e.GetProperty("layout").GetString() == "alert"
            && e.GetProperty("state").GetString() == "frozen"
        );
        var message = (await SendAsync(world, HttpMethod.Get, $"/editions/{alert.GetProperty("id").GetInt64()}")).Body;
        Assert.Contains("<b>", message.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Equal(404, (int)(await SendAsync(world, HttpMethod.Get, "/editions/4711")).Status);
    }

    private static async Task<SourceWorld> OpenAsync(DatabaseProvider provider)
    {
        var world = await SourceWorld.OpenAsync(provider);
        var key = await world.Newsroom.App.Service<ApiKeys>().CreateAsync("test", "cli:test", Token);
        world.Newsroom.App.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return world;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        SourceWorld world,
        HttpMethod method,
        string path,
        object? body = null
    )
    {
        using var request = new HttpRequestMessage(method, "/api/v1" + path);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var answer = await world.Newsroom.App.Client.SendAsync(request, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }
}
