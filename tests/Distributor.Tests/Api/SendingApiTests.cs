using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Distributor.Api;
using Distributor.Delivery;
using Distributor.Storage;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Api;

/// <summary>What an admin is told of roads on which nothing moves.</summary>
public sealed class SendingApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task An_admin_sees_which_road_waits_why_since_when_and_until_when(DatabaseProvider provider)
    {
        await using var app = await TestApp.StartAsync(provider);
        var key = await app.Service<ApiKeys>().CreateAsync("test", "cli:test", Token);
        app.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.Empty(await WaitingAsync(app));
        var ledger = app.Service<ILedger>();

        await ledger.BreakLaneAsync(Lane.Email, "the relay refuses connections", seen: 0, Token);
        await ledger.HoldLaneAsync(Lane.Telegram, Duration.FromHours(1), "Telegram asks for patience", Token);

        var waiting = (await WaitingAsync(app)).ToDictionary(lane => lane.GetProperty("lane").GetString()!);
        Assert.Equal(["email", "telegram"], waiting.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("the relay refuses connections", waiting["email"].GetProperty("reason").GetString());
        Assert.Equal("Telegram asks for patience", waiting["telegram"].GetProperty("reason").GetString());
        Assert.All(
            waiting.Values,
            lane =>
                Assert.True(
                    lane.GetProperty("since").GetDateTimeOffset() < lane.GetProperty("until").GetDateTimeOffset()
                )
        );
    }

    private static async Task<IReadOnlyList<JsonElement>> WaitingAsync(TestApp app)
    {
        var sending = await app.Client.GetFromJsonAsync<JsonElement>("/api/v1/sending", Token);
        return [.. sending.GetProperty("waiting").EnumerateArray()];
    }
}
