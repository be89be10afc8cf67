using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Distributor.Api;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Api;

/// <summary>The API over HTTP on both databases. Longer than most files because it is one list of what callers may rely on.</summary>
public abstract class ApiTests(DatabaseProvider provider) : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestApp app = null!;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(provider);
        var key = await app.Service<ApiKeys>().CreateAsync("test", "cli:test", Token);
        app.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string json, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/articles")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }
        using var answer = await app.Client.SendAsync(request, Token);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Token));
    }

    private Task<JsonElement> GetAsync(string path) =>
        app.Client.GetFromJsonAsync<JsonElement>("/api/v1" + path, Token);

    [Theory]
    [InlineData(null)]
    [InlineData("dk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("nonsense")]
    public async Task Without_a_key_of_ours_nothing_is_shown(string? key)
    {
        app.Client.DefaultRequestHeaders.Authorization = key is null
            ? null
            : new AuthenticationHeaderValue("Bearer", key);
        foreach (var path in new[] { "articles", "runs", "deliveries", "sending" })
        {
            using var answer = await app.Client.GetAsync("/api/v1/" + path, Token);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task An_article_is_created_then_unchanged_then_updated_and_can_be_read()
    {
        const string First = """
            {"guid":"g1","url":"https://news.example.org/1","title":"A  title","html":"<p>Body <script>x</script><b>bold</b></p>",
             "topics":["World","Harbour"],"image":"https://news.example.org/1.jpg","language":"en","publishedAt":"2026-11-23T07:30:00+01:00"}
            """;
        var (created, body) = await PostAsync(First);
        Assert.Equal((HttpStatusCode.Created, "created"), (created, body.GetProperty("status").GetString()));
        var id = body.GetProperty("id").GetInt64();
        Assert.Equal("unchanged", (await PostAsync(First)).Body.GetProperty("status").GetString());
        var (updated, second) = await PostAsync(
            """{"url":"https://news.example.org/1","title":"Another title","text":"One.\nTwo."}"""
        );
        Assert.Equal((HttpStatusCode.OK, "updated"), (updated, second.GetProperty("status").GetString()));
        Assert.Equal(id, second.GetProperty("id").GetInt64());

        var one = await GetAsync($"/articles/{id}");
        Assert.Equal("Another title", one.GetProperty("title").GetString());
        Assert.Equal("One.\nTwo.", one.GetProperty("text").GetString());
        Assert.Equal("g1", one.GetProperty("guid").GetString());
    }

    [Fact]
    public async Task The_html_of_strangers_is_cleaned_and_topics_are_made()
    {
        var (_, body) = await PostAsync(
            """{"title":"T","html":"<p onclick=x>Body <script>x</script></p>","topics":["Harbour"]}"""
        );
        var one = await GetAsync($"/articles/{body.GetProperty("id").GetInt64()}");
        Assert.DoesNotContain("script", one.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("onclick", one.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Equal("Harbour", one.GetProperty("topics")[0].GetString());
    }

    [Theory]
    [InlineData("{", 400, "JSON")]
    [InlineData("null", 400, "title")]
    [InlineData("""{"title":5}""", 400, "title")]
    [InlineData("{}", 422, "title")]
    [InlineData("""{"title":"T","url":"/relative"}""", 422, "url")]
    [InlineData("""{"title":"T","html":"<p>a","text":"a"}""", 422, "html")]
    [InlineData("""{"title":"T","publishedAt":"yesterday"}""", 422, "publishedAt")]
    [InlineData("""{"title":"T","topics":[""]}""", 422, "topics")]
    [InlineData("""{"title":"T\u0000"}""", 422, "U+0000")]
    public async Task A_bad_article_is_refused_with_the_field_and_the_cure(string json, int status, string named)
    {
        var (refused, problem) = await PostAsync(json);
        Assert.Equal(status, (int)refused);
        Assert.Contains(named, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty((await GetAsync("/articles")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_body_over_2_MB_is_refused()
    {
        var (status, _) = await PostAsync($$"""{"title":"T","text":"{{new string('x', 2 * 1024 * 1024)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    [Fact]
    public async Task An_idempotency_key_repeats_the_first_answer_and_refuses_another_request()
    {
        var first = await PostAsync("""{"guid":"a","title":"T"}""", "k1");
        var again = await PostAsync("""{"guid":"a","title":"T"}""", "k1");
        var other = await PostAsync("""{"guid":"b","title":"U"}""", "k1");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, again.Status));
        Assert.Equal(first.Body.ToString(), again.Body.ToString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
    }

    [Fact]
    public async Task Lists_are_paged_by_cursor_without_gap_or_repeat()
    {
        for (var n = 1; n <= 5; n++)
        {
            await PostAsync($$"""{"guid":"{{n}}","title":"Number {{n}}"}""");
        }
        var seen = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await GetAsync($"/articles?limit=2&cursor={cursor}");
            seen.AddRange(
                page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("guid").GetString())
            );
            cursor = page.GetProperty("next").GetString();
        } while (cursor is not null);
        Assert.Equal(["5", "4", "3", "2", "1"], seen);
        foreach (var bad in new[] { "limit=0", "limit=201", "limit=x", "cursor=!!" })
        {
            using var answer = await app.Client.GetAsync("/api/v1/articles?" + bad, Token);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Runs_have_counts_and_deliveries_are_found_by_run_subscriber_and_state()
    {
        var (run, subscriber) = await PlanOneAsync();
        var counts = (await GetAsync($"/runs/{run}")).GetProperty("counts");
        Assert.Equal(1, counts.GetProperty("planned").GetInt64());
        Assert.Equal("notice", (await GetAsync("/runs")).GetProperty("items")[0].GetProperty("kind").GetString());
        foreach (
            var filter in new[]
            {
                "",
                $"?run={run}",
                $"?subscriber={subscriber}",
                "?state=planned",
                "?maybeDuplicate=false",
            }
        )
        {
            var item = (await GetAsync("/deliveries" + filter)).GetProperty("items").EnumerateArray().Single();
            Assert.StartsWith($"{run}-", item.GetProperty("id").GetString(), StringComparison.Ordinal);
            Assert.Equal(subscriber, item.GetProperty("subscriber").GetInt64());
            Assert.Equal("email", item.GetProperty("channel").GetString());
        }
        foreach (var none in new[] { "?run=999", "?state=failed", "?maybeDuplicate=true", "?subscriber=999" })
        {
            Assert.Empty((await GetAsync("/deliveries" + none)).GetProperty("items").EnumerateArray());
        }
    }

    private async Task<(long Run, long Subscriber)> PlanOneAsync()
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        await using var db = app.NewDb();
        var run = new Run
        {
            Kind = RunKind.Notice,
            Key = "today",
            Day = now.InUtc().Date,
            Title = "Notices",
            Priority = Priorities.Urgent,
            CreatedAt = now,
        };
        var person = new Subscriber { CreatedAt = now };
        var address = new Address
        {
            Channel = ChannelKind.Email,
            Value = "ann@example.org",
            State = AddressState.Active,
            StateSince = now,
            LaneId = Lane.Email,
            Language = "en",
            TimeZone = "UTC",
            CreatedAt = now,
        };
        person.Addresses.Add(address);
        db.AddRange(run, person);
        await db.SaveChangesAsync(Token);
        var edition = new Edition
        {
            RunId = run.Id,
            Channel = ChannelKind.Email,
            Language = "en",
            TimeZone = "",
            Layout = "alert",
            TemplateVersion = "1",
            ContentKey = "key",
            Contents = "{}",
            CreatedAt = now,
        };
        db.Add(edition);
        await db.SaveChangesAsync(Token);
        await app.Service<ILedger>().PlanOneAsync(run.Id, address.Id, edition.Id, Token);
        return (run.Id, person.Id);
    }

    [Fact]
    public async Task Sending_is_stopped_and_resumed_with_a_trace_of_who_did_it()
    {
        Assert.Equal("running", (await GetAsync("/sending")).GetProperty("state").GetString());
        using var stop = await app.Client.PostAsync("/api/v1/sending/stop", null, Token);
        Assert.True(await app.Service<SendingSwitch>().IsStoppedAsync(Token));
        var state = await GetAsync("/sending");
        Assert.Equal(
            ("stopped", "api:test"),
            (state.GetProperty("state").GetString(), state.GetProperty("by").GetString())
        );
        using var resume = await app.Client.PostAsync("/api/v1/sending/resume", null, Token);
        Assert.False(await app.Service<SendingSwitch>().IsStoppedAsync(Token));
        await using var db = app.NewDb();
        Assert.Equal(
            ["apikey.create", "sending.stop", "sending.resume"],
            await db.Audit.OrderBy(a => a.Id).Select(a => a.Action).ToListAsync(Token)
        );
    }

    [Fact]
    public async Task The_description_is_public_and_names_every_route()
    {
        app.Client.DefaultRequestHeaders.Authorization = null;
        var document = await app.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Token);
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        Assert.Equal(
            [
                "/api/v1/articles",
                "/api/v1/articles/{id}",
                "/api/v1/articles/{id}/breaking",
                "/api/v1/articles/{id}/hold",
                "/api/v1/articles/{id}/reach",
                "/api/v1/articles/{id}/release",
                "/api/v1/articles/{id}/restore",
                "/api/v1/articles/{id}/retract",
                "/api/v1/articles/{id}/revisions",
                "/api/v1/deliveries",
                "/api/v1/editions",
                "/api/v1/editions/{id}",
                "/api/v1/runs",
                "/api/v1/runs/{id}",
                "/api/v1/runs/{id}/cancel",
                "/api/v1/runs/{id}/hold",
                "/api/v1/runs/{id}/release",
                "/api/v1/runs/{id}/retry",
                "/api/v1/sending",
                "/api/v1/sending/resume",
                "/api/v1/sending/stop",
                "/api/v1/sources",
                "/api/v1/sources/preview",
                "/api/v1/sources/{id}",
                "/api/v1/sources/{id}/pause",
                "/api/v1/sources/{id}/poll",
                "/api/v1/sources/{id}/polls",
                "/api/v1/sources/{id}/release",
                "/api/v1/sources/{id}/resume",
                "/api/v1/subscribers",
                "/api/v1/subscribers/{id}",
                "/api/v1/subscribers/{id}/deliveries",
                "/api/v1/subscribers/{id}/pause",
                "/api/v1/subscribers/{id}/resume",
                "/api/v1/subscribers/{id}/unsubscribe",
                "/api/v1/topics",
                "/api/v1/topics/{id}",
                "/api/v1/topics/{id}/aliases",
                "/api/v1/topics/{id}/aliases/{alias}",
                "/api/v1/topics/{id}/merge",
            ],
            paths.Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            "bearer",
            document
                .GetProperty("components")
                .GetProperty("securitySchemes")
                .GetProperty("apiKey")
                .GetProperty("scheme")
                .GetString()
        );
        Assert.Contains(
            "/api/v1/sending/stop",
            await app.Client.GetStringAsync("/api", Token),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_app_lives_and_is_ready()
    {
        Assert.Equal("ok", await app.Client.GetStringAsync("/health/live", Token));
        Assert.Equal("ready", await app.Client.GetStringAsync("/health/ready", Token));
    }
}

public sealed class SqliteApiTests() : ApiTests(DatabaseProvider.Sqlite);

public sealed class PostgresApiTests() : ApiTests(DatabaseProvider.Postgres);
