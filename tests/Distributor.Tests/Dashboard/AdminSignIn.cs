using System.Globalization;
using System.Net;
using Distributor.Dashboard.Access;
using Distributor.Testing.Browser;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Microsoft.Playwright;
using Xunit;
using BrowserCookie = Microsoft.Playwright.Cookie;

namespace Distributor.Tests.Dashboard;

/// <summary>
/// Somebody signed in to the dashboard: a client that sends the session's cookie and posts forms as a page of ours would, and the
/// same cookies for Chromium. The session is put into the database as signing in does, without going through its pages.
/// </summary>
public sealed class AdminSignIn : IDisposable
{
    public const string Password = "seven quiet lamps";

    private static readonly string[] CookieNames = ["desk.session", "desk.form"];

    private readonly CookieContainer cookies = new();
    private readonly AntiforgeryTokenSet token;

    private AdminSignIn(
        Uri address,
        long id,
        string email,
        IEnumerable<(string Name, string Value)> jar,
        AntiforgeryTokenSet token
    )
    {
        Address = address;
        Id = id;
        Email = email;
        this.token = token;
        foreach (var (name, value) in jar)
        {
            cookies.Add(address, new System.Net.Cookie(name, value, "/"));
        }
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies })
        {
            BaseAddress = address,
        };
    }

    /// <summary>Where the application listens.</summary>
    public Uri Address { get; }

    public long Id { get; }

    public string Email { get; }

    /// <summary>Signed in; follows no redirects.</summary>
    public HttpClient Client { get; }

    /// <summary>For a context of Chromium: <c>page.Context.AddCookiesAsync(admin.BrowserCookies)</c>, or <c>PageReview</c>.</summary>
    public IReadOnlyList<BrowserCookie> BrowserCookies =>
        [
            .. cookies
                .GetCookies(Address)
                .Where(cookie => CookieNames.Contains(cookie.Name))
                .Select(cookie => new BrowserCookie
                {
                    Name = cookie.Name,
                    Value = cookie.Value,
                    Url = Address.AbsoluteUri,
                    HttpOnly = true,
                    SameSite = SameSiteAttribute.Lax,
                }),
        ];

    /// <summary>A new admin of this role, signed in.</summary>
    public static Task<AdminSignIn> AsAsync(TestApp app, AdminRole role, string? email = null) =>
        AsAsync(app.Service<IServiceProvider>(), app.Client.BaseAddress!, role, email);

    public static async Task<AdminSignIn> AsAsync(
        IServiceProvider services,
        Uri address,
        AdminRole role,
        string? email = null
    )
    {
        await using var scope = services.CreateAsyncScope();
        var admins = scope.ServiceProvider.GetRequiredService<UserManager<Admin>>();
        email ??= string.Create(
            CultureInfo.InvariantCulture,
            $"{role.ToString().ToLowerInvariant()}-{Guid.NewGuid():n}@paper.example"
        );
        var admin = new Admin
        {
            UserName = email,
            Email = email,
            Name = $"The {role.ToString().ToLowerInvariant()}",
            Role = role,
            CreatedAt = scope.ServiceProvider.GetRequiredService<NodaTime.IClock>().GetCurrentInstant(),
        };
        var created = await admins.CreateAsync(admin, Password);
        Assert.True(created.Succeeded, string.Join(' ', created.Errors.Select(error => error.Description)));
        return await InAsync(scope.ServiceProvider, address, admin);
    }

    /// <summary>Another session of an admin who is there already.</summary>
    public static async Task<AdminSignIn> AgainAsync(TestApp app, string email)
    {
        await using var scope = app.Service<IServiceProvider>().CreateAsyncScope();
        var admins = scope.ServiceProvider.GetRequiredService<UserManager<Admin>>();
        return await InAsync(scope.ServiceProvider, app.Client.BaseAddress!, (await admins.FindByEmailAsync(email))!);
    }

    /// <summary>The page, which must be there.</summary>
    public async Task<string> PageAsync(string path)
    {
        using var answer = await Client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path} answered {(int)answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a form with the token a page of ours would have put into it.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        Client.PostAsync(
            path,
            new FormUrlEncodedContent([
                KeyValuePair.Create(token.FormFieldName, token.RequestToken!),
                .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            ]),
            TestContext.Current.CancellationToken
        );

    /// <summary>The same with files; the token is added to the form.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, MultipartFormDataContent form)
    {
        form.Add(new StringContent(token.RequestToken!), token.FormFieldName);
        return Client.PostAsync(path, form, TestContext.Current.CancellationToken);
    }

    /// <summary>A page of Chromium, signed in, not yet anywhere.</summary>
    public async Task<IPage> OpenAsync(
        ChromiumBrowser chromium,
        int width = 1280,
        ColorScheme scheme = ColorScheme.Light,
        bool script = true
    )
    {
        var page = await chromium.OpenAsync(width, scheme, script);
        await page.Context.AddCookiesAsync(BrowserCookies);
        return page;
    }

    public void Dispose() => Client.Dispose();

    private static async Task<AdminSignIn> InAsync(IServiceProvider services, Uri address, Admin admin)
    {
        var principal = await services.GetRequiredService<IUserClaimsPrincipalFactory<Admin>>().CreateAsync(admin);
        var context = new DefaultHttpContext { RequestServices = services, User = principal };
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Request.Headers.UserAgent =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
        await context.SignInAsync(AdminPolicies.Scheme, principal, new AuthenticationProperties());
        var token = services.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        var jar = SetCookieHeaderValue
            .ParseList([.. context.Response.Headers.SetCookie.OfType<string>()])
            .Select(cookie => (cookie.Name.ToString(), cookie.Value.ToString()));
        return new AdminSignIn(address, admin.Id, admin.Email!, jar, token);
    }
}
