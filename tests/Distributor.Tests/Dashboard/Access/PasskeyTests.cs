using Distributor.Dashboard.Access;
using Distributor.Storage;
using Distributor.Testing.Browser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Distributor.Tests.Dashboard.Access;

/// <summary>Passkeys in real Chromium with an authenticator of its own: added, named, signed in with, removed.</summary>
public sealed class PasskeyTests(ChromiumBrowser chromium)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task A_passkey_signs_in_without_address_and_password_until_it_is_removed(DatabaseProvider provider)
    {
        await using var app = await TestApp.StartAsync(provider);
        // Passkeys belong to the name of a host; an address of numbers is none.
        using var admin = await AdminSignIn.AsAsync(
            app.Service<IServiceProvider>(),
            new UriBuilder(app.Client.BaseAddress!) { Host = "localhost" }.Uri,
            AdminRole.Editor,
            "rosa@paper.example"
        );
        var page = await admin.OpenAsync(chromium);
        await AddAuthenticatorAsync(page);

        await page.GotoAsync(new Uri(admin.Address, "/admin/account").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The passkey is added")).ToBeVisibleAsync();
        var name = page.GetByLabel("Name of the passkey");
        await Assertions.Expect(name).ToHaveValueAsync("Chrome on Linux");
        await name.FillAsync("The key on my ring");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Name of the passkey")).ToHaveValueAsync("The key on my ring");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await page.WaitForURLAsync("**/admin");
        await page.GotoAsync(new Uri(admin.Address, "/admin/account").AbsoluteUri);
        await Assertions.Expect(page.GetByText("rosa@paper.example").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The passkey is removed")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("No admin has this passkey");
        await page.Context.CloseAsync();

        await using var db = app.NewDb();
        Assert.Equal(
            [
                "admin.addPasskey",
                "admin.renamePasskey",
                "admin.signOut",
                "admin.signIn",
                "admin.removePasskey",
                "admin.signOut",
                "admin.signInFailed",
            ],
            await db.Audit.OrderBy(line => line.Id).Select(line => line.Action).ToListAsync(Token)
        );
        Assert.StartsWith(
            "passkey, from",
            (await db.Audit.SingleAsync(line => line.Action == "admin.signIn", Token)).After,
            StringComparison.Ordinal
        );
    }

    private static async Task AddAuthenticatorAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new Dictionary<string, object>
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
    }
}
