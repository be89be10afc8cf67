using Distributor.Templates.Tests.Support;
using Distributor.Testing.Browser;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Distributor.Templates.Tests.Browser.Chromium))]

namespace Distributor.Templates.Tests.Browser;

/// <summary>The browser of these tests, as a mail client.</summary>
public sealed class Chromium : IAsyncDisposable
{
    readonly ChromiumBrowser browsers = new();

    public ValueTask DisposeAsync() => browsers.DisposeAsync();

    /// <summary>Opens a mail as a client would show it; nothing is fetched but the lead picture, and that from our own file.</summary>
    public async Task<IPage> OpenAsync(string html, View view)
    {
        var browser = view.Look == Look.ForcedDark ? await browsers.ForcedDarkAsync() : await browsers.UsualAsync();
        var page = await browser.NewPageAsync(
            new BrowserNewPageOptions
            {
                ViewportSize = new ViewportSize { Width = view.Width, Height = 600 },
                DeviceScaleFactor = view.Width < 480 ? 2 : 1,
                ColorScheme = view.Look == Look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            }
        );
        await page.RouteAsync(
            "**/*",
            route =>
                view.Look != Look.NoImages
                && route.Request.Url.EndsWith("/pictures/lighthouse.jpg", StringComparison.Ordinal)
                    ? route.FulfillAsync(
                        new RouteFulfillOptions
                        {
                            BodyBytes = Repository.Asset("lighthouse.jpg"),
                            ContentType = "image/jpeg",
                        }
                    )
                    : route.AbortAsync()
        );
        await page.SetContentAsync(
            view.Look == Look.NoStyles ? WithoutStyleBlocks(html) : html,
            new PageSetContentOptions { WaitUntil = WaitUntilState.Load }
        );
        return page;
    }

    static string WithoutStyleBlocks(string html)
    {
        var mail = Html.Parse(html);
        foreach (var style in mail.QuerySelectorAll("style").ToList())
        {
            style.Remove();
        }

        return mail.DocumentElement.OuterHtml;
    }
}

/// <summary>How a client treats a mail.</summary>
public enum Look
{
    Light,
    Dark,

    /// <summary>The client turns colours around by itself and ignores ours.</summary>
    ForcedDark,

    NoImages,

    /// <summary>The client drops all style blocks, as Gmail does for other accounts.</summary>
    NoStyles,
}

/// <summary>A window on a mail.</summary>
public sealed record View(int Width, Look Look)
{
    public static IReadOnlyList<View> All { get; } =
    [.. from width in (int[])[600, 360, 320] from look in Enum.GetValues<Look>() select new View(width, look)];
}
