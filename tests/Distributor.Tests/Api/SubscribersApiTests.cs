using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Distributor.Api;
using Distributor.Storage;
using Distributor.Tests.Subscribers.Desk;
using Xunit;

namespace Distributor.Tests.Api;

/// <summary>Subscribers and topics over HTTP on both databases.</summary>
public abstract class SubscribersApiTests(DatabaseProvider provider) : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ReaderDesk desk = null!;

    public async ValueTask InitializeAsync()
    {
        desk = await ReaderDesk.OpenAsync(provider);
        var key = await desk.App.Service<ApiKeys>().CreateAsync("test", "cli:test", Token);
        desk.App.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async ValueTask DisposeAsync()
    {
        await desk.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        HttpMethod method,
        string path,
        object? body = null
    )
    {
        using var request = new HttpRequestMessage(method, "/api/v1" + path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }
        using var answer = await desk.App.Client.SendAsync(request, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, status);
        return body;
    }

    private async Task<long> IdAsync(string address) => (await desk.AddressAsync(address)).SubscriberId;

    [Fact]
    public async Task A_list_is_searched_filtered_and_paged()
    {
        var found = await GetAsync("/subscribers?q=rossi");
        var anna = Assert.Single(found.GetProperty("items").EnumerateArray());
        Assert.Equal("Anna Rossi", anna.GetProperty("name").GetString());
        var address = anna.GetProperty("addresses")[0];
        Assert.Equal(
            ("email", "active"),
            (address.GetProperty("channel").GetString(), address.GetProperty("state").GetString())
        );
        Assert.Equal(2, address.GetProperty("subscriptions").GetArrayLength());
        Assert.Equal("07:30", address.GetProperty("schedules")[0].GetProperty("at").GetString());

        Assert.Equal(
            1,
            (await GetAsync("/subscribers?topic=world&channel=telegram")).GetProperty("items").GetArrayLength()
        );
        var first = await GetAsync("/subscribers?limit=2");
        var second = await GetAsync("/subscribers?limit=3&cursor=" + first.GetProperty("next").GetString());
        Assert.Equal(3, second.GetProperty("items").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);

        var (status, problem) = await SendAsync(HttpMethod.Get, "/subscribers?state=lost&topic=nonsuch");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty("state", out _));
        Assert.True(problem.GetProperty("errors").TryGetProperty("topic", out _));
    }

    [Fact]
    public async Task A_subscriber_is_added_changed_paused_unsubscribed_and_deleted()
    {
        var (created, rita) = await SendAsync(
            HttpMethod.Post,
            "/subscribers",
            new
            {
                name = "Rita",
                email = "Rita@example.org",
                topics = new[] { "World" },
                digestTime = "06:45",
                confirm = false,
            }
        );
        Assert.Equal(HttpStatusCode.Created, created);
        var id = rita.GetProperty("id").GetInt64();
        var address = rita.GetProperty("addresses")[0].GetProperty("id").GetInt64();

        var (_, changed) = await SendAsync(
            HttpMethod.Patch,
            $"/subscribers/{id}",
            new
            {
                name = "Rita R.",
                addresses = new[]
                {
                    new
                    {
                        id = address,
                        email = "rita.r@example.org",
                        subscriptions = new[] { new { topic = "energy", cadence = "weekly" } },
                        weekday = "friday",
                        quiet = "22:00-07:00",
                    },
                },
            }
        );
        var now = changed.GetProperty("addresses")[0];
        Assert.Equal("rita.r@example.org", now.GetProperty("address").GetString());
        Assert.Equal("Energy", now.GetProperty("subscriptions")[0].GetProperty("name").GetString());
        Assert.Equal("friday", now.GetProperty("schedules")[0].GetProperty("weekday").GetString());
        Assert.Equal("22:00-07:00", now.GetProperty("quiet").GetString());

        foreach (
            var (verb, state) in new[] { ("pause", "paused"), ("resume", "active"), ("unsubscribe", "unsubscribed") }
        )
        {
            var (_, answer) = await SendAsync(HttpMethod.Post, $"/subscribers/{id}/{verb}");
            Assert.Equal(state, answer.GetProperty("addresses")[0].GetProperty("state").GetString());
        }
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, $"/subscribers/{id}")).Status);
        foreach (
            var action in new[]
            {
                "add",
                "wishes",
                "correct-address",
                "rename",
                "pause",
                "resume",
                "unsubscribe",
                "delete",
            }
        )
        {
            Assert.Equal("api:test", Assert.Single(await desk.AuditAsync("subscriber." + action)).Actor);
        }
    }

    [Fact]
    public async Task What_cannot_be_says_which_field_and_changes_nothing()
    {
        var anna = await IdAsync("anna.rossi@example.org");
        var address = (await desk.AddressAsync("anna.rossi@example.org")).Id;

        var (taken, body) = await SendAsync(HttpMethod.Post, "/subscribers", new { email = "boris@example.org" });
        Assert.Equal(HttpStatusCode.Conflict, taken);
        Assert.Contains(
            (await IdAsync("boris@example.org")).ToString(CultureInfo.InvariantCulture),
            body.GetProperty("detail").GetString(),
            StringComparison.Ordinal
        );
        var (status, problem) = await SendAsync(
            HttpMethod.Patch,
            $"/subscribers/{anna}",
            new
            {
                addresses = new[]
                {
                    new
                    {
                        id = address,
                        timeZone = "Mars/Base",
                        digestTime = "25:00",
                    },
                },
            }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty("addresses[0].timeZone", out _));
        Assert.True(problem.GetProperty("errors").TryGetProperty("addresses[0].digestTime", out _));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/subscribers/999999")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await SendAsync(HttpMethod.Get, "/subscribers/999999/deliveries")).Status
        );
        Assert.Equal(0, (await GetAsync($"/subscribers/{anna}/deliveries")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Topics_are_made_renamed_merged_and_deleted()
    {
        var (_, made) = await SendAsync(HttpMethod.Post, "/topics", new { name = "Gardens" });
        var id = made.GetProperty("id").GetInt32();
        await SendAsync(HttpMethod.Patch, $"/topics/{id}", new { name = "Gardening" });
        var (_, aliased) = await SendAsync(HttpMethod.Post, $"/topics/{id}/aliases", new { alias = "Plants" });
        Assert.Equal(
            ["garden", "plant"],
            aliased.GetProperty("aliases").EnumerateArray().Select(alias => alias.GetString())
        );
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Delete, $"/topics/{id}/aliases/plant")).Status);

        var world = await desk.TopicAsync("World");
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Delete, $"/topics/{world}")).Status);
        var (_, merged) = await SendAsync(HttpMethod.Post, $"/topics/{world}/merge", new { into = id });
        Assert.Equal(3, merged.GetProperty("addresses").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"/topics/{world}")).Status);
        var list = await GetAsync("/topics?limit=1");
        Assert.Equal("chess", list.GetProperty("items")[0].GetProperty("slug").GetString());
        Assert.Equal(
            "energy",
            (await GetAsync("/topics?limit=1&cursor=" + list.GetProperty("next").GetString()))
                .GetProperty("items")[0]
                .GetProperty("slug")
                .GetString()
        );
    }
}

public sealed class SqliteSubscribersApiTests() : SubscribersApiTests(DatabaseProvider.Sqlite);

public sealed class PostgresSubscribersApiTests() : SubscribersApiTests(DatabaseProvider.Postgres);
