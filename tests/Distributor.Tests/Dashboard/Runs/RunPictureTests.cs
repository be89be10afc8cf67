using Distributor.Dashboard.Access;
using Distributor.Storage;
using Distributor.Testing.Browser;
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
    }

    public async ValueTask DisposeAsync()
    {
        editor.Dispose();
        await room.DisposeAsync();
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
