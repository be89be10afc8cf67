using Distributor.Dashboard.Access;
using Distributor.Storage;
using Distributor.Testing.Browser;
using Distributor.Tests.Dashboard.Sources;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Dashboard.Runs;

/// <summary>A feed that calls its article by script, quotes and endless words does no harm where runs and deliveries are shown.</summary>
public sealed class HostileTitleTests(ChromiumBrowser chromium)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hostile_title_runs_nothing_and_breaks_no_page_of_what_went_out()
    {
        await using var room = await RunRoom.OpenAsync(DatabaseProvider.Sqlite, SourceWorld.Hostile);
        using var editor = await AdminSignIn.AsAsync(room.App, AdminRole.Editor);
        await using var db = room.App.NewDb();
        var digest = await db.Deliveries.FirstAsync(row => row.RunId == room.Digest && row.EditionId != null, Token);
        var person = await db.Addresses.FirstAsync(address => address.Id == digest.AddressId, Token);
        string[] paths =
        [
            "/admin",
            "/admin/runs",
            $"/admin/runs/{room.Alert}",
            $"/admin/runs/{room.Digest}",
            $"/admin/deliveries?run={room.Alert}",
            $"/admin/deliveries/{room.Alert}-{digest.AddressId}-0",
            $"/admin/deliveries/{room.Digest}-{digest.AddressId}-0",
            $"/admin/editions/{digest.EditionId}",
            $"/admin/subscribers/{person.SubscriberId}?tab=sent",
            "/admin/settings/topics",
            "/admin/settings/audit",
        ];
        var faults = new List<string>();
        foreach (var path in paths)
        {
            var found = await PageReview.FaultsAsync(
                chromium,
                new Uri(room.App.Client.BaseAddress!, path),
                prepare: page =>
                {
                    page.Dialog += async (_, dialog) =>
                    {
                        faults.Add($"{path}: a dialog says {dialog.Message}");
                        await dialog.DismissAsync();
                    };
                    return Task.CompletedTask;
                },
                cookies: editor.BrowserCookies
            );
            faults.AddRange(found.Select(fault => $"{path}: {fault}"));
        }

        Assert.Empty(faults);
    }
}
