using Distributor.Dashboard.Access;
using Distributor.Storage;
using Distributor.Testing.Browser;
using Microsoft.Playwright;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Dashboard.Access;

/// <summary>The pages of access as people see them: light and dark, at a desk and on a phone, with axe and the policy of the page.</summary>
public sealed class AccessPagesTests(ChromiumBrowser chromium)
{
    private static readonly string[] Pictured = ["1280-light", "360-dark"];

    [Fact]
    public async Task The_doors_are_in_order()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        var admin = await Visitor.AdminAsync(app, AdminRole.Owner, "rosa@paper.example");

        Assert.Empty(
            await PageReview.FaultsAsync(
                chromium,
                new Uri(app.Client.BaseAddress!, "/admin/sign-in"),
                "docs/pictures/admin-sign-in",
                pictured: Pictured
            )
        );
        Assert.Empty(
            await PageReview.FaultsAsync(
                chromium,
                new Uri(app.Client.BaseAddress!, "/admin/sign-in"),
                prepare: async page =>
                {
                    await page.GetByLabel("E-mail address").FillAsync(admin.Email!);
                    await page.GetByLabel("Password").FillAsync("not this one");
                    await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
                    await Assertions.Expect(page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
                }
            )
        );
        Assert.Empty(
            await PageReview.FaultsAsync(chromium, new Uri(app.Client.BaseAddress!, "/admin/invite/no-such-link"))
        );
    }

    [Fact]
    public async Task The_pages_of_the_account_and_of_owners_are_in_order()
    {
        var clock = new FixedClock(SystemClock.Instance.GetCurrentInstant());
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite, clock);
        using var owner = await AdminSignIn.AsAsync(app, AdminRole.Owner, "rosa@paper.example");
        using var again = await AdminSignIn.AgainAsync(app, owner.Email);
        using var viewer = await AdminSignIn.AsAsync(app, AdminRole.Viewer, "li@paper.example");
        using (
            await owner.PostAsync("/admin/settings/admins/invite", ("email", "mo@paper.example"), ("role", "editor"))
        ) { }
        using (await owner.PostAsync("/admin/settings/keys", ("name", "newsroom"))) { }
        using (await owner.PostAsync("/admin/account/second-step")) { }

        Assert.Empty(await LookAsync(owner, "/admin/account", "docs/pictures/admin-account"));
        Assert.Empty(await LookAsync(owner, "/admin/account/second-step", null));
        Assert.Empty(await LookAsync(owner, "/admin/settings/admins", "docs/pictures/admin-admins"));
        Assert.Empty(await LookAsync(owner, "/admin/settings/keys", null));
        Assert.Empty(await LookAsync(owner, "/admin/settings/audit", "docs/pictures/admin-audit"));
        Assert.Empty(await LookAsync(viewer, "/admin/settings/admins", null)); // the page that says it is not for viewers
        Assert.Empty(await LookAsync(viewer, "/admin/nothing-here", null));
    }

    private Task<IReadOnlyList<string>> LookAsync(AdminSignIn admin, string path, string? picture) =>
        PageReview.FaultsAsync(
            chromium,
            new Uri(admin.Address, path),
            picture,
            pictured: Pictured,
            cookies: admin.BrowserCookies
        );
}
