using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Access.Admins;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Distributor.Tests.Dashboard.Access;

/// <summary>Somebody with a browser of their own who goes through the pages: opens one, fills in its form, sends it.</summary>
internal sealed partial class Visitor : IDisposable
{
    public const string Password = "seven quiet lamps";

    private readonly HttpClient client;

    public Visitor(TestApp app)
    {
        Address = app.Client.BaseAddress!;
        client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies })
        {
            BaseAddress = Address,
        };
    }

    public Uri Address { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>What the browser holds as its session; null: none.</summary>
    public string? Session => Cookies.GetCookies(Address)["desk.session"]?.Value;

    public Task<HttpResponseMessage> GetAsync(string path) =>
        client.GetAsync(path, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
        client.SendAsync(request, TestContext.Current.CancellationToken);

    public async Task<string> PageAsync(string path)
    {
        using var answer = await GetAsync(path);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path} answered {(int)answer.StatusCode}");
        return await TextAsync(answer);
    }

    /// <summary>Opens a page and sends a form with the token found there.</summary>
    public async Task<HttpResponseMessage> PostFromAsync(
        string page,
        string action,
        params (string Name, string Value)[] fields
    )
    {
        using var opened = await GetAsync(page);
        return await PostAsync(action, [.. fields, ("__RequestVerificationToken", TokenIn(await TextAsync(opened)))]);
    }

    public Task<HttpResponseMessage> PostAsync(string action, params (string Name, string Value)[] fields) =>
        client.PostAsync(
            action,
            new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
            TestContext.Current.CancellationToken
        );

    public Task<HttpResponseMessage> SignInAsync(
        string email,
        string password = Password,
        params (string Name, string Value)[] more
    ) =>
        PostFromAsync(
            "/admin/sign-in",
            "/admin/sign-in",
            [("email", email), ("password", password), ("return", "/admin/account"), .. more]
        );

    public static string TokenIn(string page) => TokenField().Match(page).Groups[1].Value;

    public static Task<string> TextAsync(HttpResponseMessage answer) =>
        answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>An admin in the database, who has yet to sign in.</summary>
    public static async Task<Admin> AdminAsync(TestApp app, AdminRole role = AdminRole.Owner, string? email = null)
    {
        await using var scope = app.Service<IServiceProvider>().CreateAsyncScope();
        var (result, admin) = await scope
            .ServiceProvider.GetRequiredService<AdminDirectory>()
            .CreateAsync(
                email ?? string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():n}@paper.example"),
                "Rosa",
                Password,
                role,
                "test",
                TestContext.Current.CancellationToken
            );
        Assert.True(result.Succeeded, AdminWords.Line(result));
        return admin;
    }

    public void Dispose() => client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
