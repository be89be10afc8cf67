using Distributor.Dashboard.Access;
using Distributor.Delivery;
using Distributor.Delivery.Figures;
using Distributor.Sources;
using Distributor.Storage;
using Distributor.Testing.Browser;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Dashboard.Runs;

/// <summary>Overview, runs, deliveries and channels as admins see them.</summary>
public sealed class RunPictureTests(ChromiumBrowser chromium) : IAsyncLifetime
{
    private RunRoom room = null!;
    private AdminSignIn editor = null!;

    public async ValueTask InitializeAsync()
    {
        room = await RunRoom.OpenAsync(DatabaseProvider.Sqlite);
        editor = await AdminSignIn.AsAsync(room.App, AdminRole.Editor, "rosa@paper.example");
        await BusyHourAsync();
    }

    public async ValueTask DisposeAsync()
    {
        editor.Dispose();
        await room.DisposeAsync();
    }

    /// <summary>An hour in which much went out, a source that fails and a run that is held: what an overview is for.</summary>
    private async Task BusyHourAsync()
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        var minute = Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / 60 * 60);
        await using var db = room.App.NewDb();
        for (var ago = 1; ago < 58; ago++)
        {
            var wave = 1 + Math.Sin(ago / 7.0) + (ago is > 20 and < 32 ? 3 : 0);
            Add(Lane.OtherMail, DeliveryState.Accepted, (long)(420 * wave));
            Add(Lane.Telegram, DeliveryState.Accepted, (long)(150 * (2.2 - wave / 3)));
            Add(Lane.OtherMail, DeliveryState.Failed, ago % 9 == 0 ? 14 : 0);

            void Add(int lane, DeliveryState state, long n) =>
                db.DeliveryMinutes.Add(
                    new DeliveryMinute
                    {
                        Minute = minute - Duration.FromMinutes(ago),
                        LaneId = lane,
                        State = state,
                        Slot = 7,
                        N = n,
                    }
                );
        }
        db.Sources.Add(
            new Source
            {
                Kind = SourceKind.Feed,
                Address = "https://coast.example/rss",
                Title = "Coast Radio",
                State = SourceState.Broken,
                LastError = "It answers 503. Ask its publisher; it is asked again every hour.",
                LastPolledAt = now - Duration.FromHours(3),
                CreatedAt = now - Duration.FromDays(40),
            }
        );
        db.Runs.Add(
            new Run
            {
                Kind = RunKind.Alert,
                Key = "story:4711",
                Day = now.InUtc().Date,
                State = RunState.Held,
                Title = "Alert: Harbour bridge closes for the night",
                Priority = Priorities.Alert,
                CreatedAt = now - Duration.FromMinutes(12),
            }
        );
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("/admin", "overview")]
    [InlineData("/admin/runs", "runs")]
    [InlineData("/admin/runs?state=held&kind=edit", null)]
    [InlineData("/admin/runs/ALERT", "run")]
    [InlineData("/admin/deliveries", "deliveries")]
    [InlineData("/admin/deliveries?state=failed&channel=email", null)]
    [InlineData("/admin/deliveries/ALERT-1-0", null)]
    [InlineData("/admin/settings/channels", "channels")]
    public async Task A_page_is_sound_in_light_and_dark_on_a_phone_and_on_a_desk(string path, string? name) =>
        Assert.Empty(
            await PageReview.FaultsAsync(
                chromium,
                new Uri(room.App.Client.BaseAddress!, path.Replace("ALERT", $"{room.Alert}", StringComparison.Ordinal)),
                name is null ? null : $"docs/pictures/admin-{name}",
                pictured: ["1280-light", "1280-dark", "360-dark"],
                cookies: editor.BrowserCookies
            )
        );
}
