using System.Globalization;
using Microsoft.Playwright;

namespace Distributor.Testing.Browser;

/// <summary>
/// Looks at one page of a running application as people do: light and dark, on a phone and on a desk. It finds what axe finds at
/// WCAG 2.2 A and AA, what breaks the content security policy, errors on the console, requests that fail or leave the application,
/// and anything that scrolls sideways. With DISTRIBUTOR_WRITE_PICTURES=1 it also writes what it saw, to be looked at.
/// </summary>
public static class PageReview
{
    /// <summary>Enough to see the page; the rest of a long one is like its beginning.</summary>
    const int TallestPicture = 2000;

    /// <param name="picture">
    /// Where the pictures go, relative to the repository and without an ending, as <c>docs/pictures/readers-home</c>; null writes none.
    /// </param>
    /// <param name="prepare">What to do on the page before it is looked at: fill in a form, send it.</param>
    /// <param name="pictured">Which pictures are wanted, as <c>1280-light</c>; null means all four.</param>
    /// <param name="cookies">Of somebody who is signed in.</param>
    /// <returns>What is wrong, in words; empty when nothing is.</returns>
    public static async Task<IReadOnlyList<string>> FaultsAsync(
        ChromiumBrowser chromium,
        Uri page,
        string? picture = null,
        Func<IPage, Task>? prepare = null,
        IReadOnlyCollection<string>? pictured = null,
        IReadOnlyList<Cookie>? cookies = null
    )
    {
        var faults = new List<string>();
        foreach (var width in (int[])[1280, 360])
        {
            faults.AddRange(
                await LookAsync(
                    chromium,
                    page,
                    width,
                    prepare,
                    cookies,
                    view => picture is null || pictured?.Contains(view) == false ? null : $"{picture}-{view}.png"
                )
            );
        }

        return faults;
    }

    /// <summary>One visit: what is loaded in the light is looked at in the dark too, as when evening comes.</summary>
    static async Task<List<string>> LookAsync(
        ChromiumBrowser chromium,
        Uri address,
        int width,
        Func<IPage, Task>? prepare,
        IReadOnlyList<Cookie>? cookies,
        Func<string, string?> picture
    )
    {
        var faults = new List<string>();
        var page = await chromium.OpenAsync(width);
        if (cookies is not null)
        {
            await page.Context.AddCookiesAsync(cookies);
        }

        page.Console += (_, message) =>
        {
            // A page that is not found or not allowed says so in its status, which the console repeats.
            if (
                message.Type == "error"
                && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
            )
            {
                faults.Add($"{width}: console: {message.Text}");
            }
        };
        page.PageError += (_, error) => faults.Add($"{width}: script: {error}");
        page.RequestFailed += (_, request) => faults.Add($"{width}: not loaded: {request.Url} ({request.Failure})");
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url).Authority != address.Authority)
            {
                faults.Add($"{width}: leaves the application: {request.Url}");
            }
        };
        await page.AddInitScriptAsync(
            "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
        );
        await page.GotoAsync(address.AbsoluteUri);
        if (prepare is not null)
        {
            await prepare(page);
        }

        await page.EvaluateAsync("() => document.fonts.ready.then(() => 0)");
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            var view = string.Create(
                CultureInfo.InvariantCulture,
                $"{width}-{(scheme == ColorScheme.Dark ? "dark" : "light")}"
            );
            await page.EmulateMediaAsync(
                new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce }
            );
            var found = await FaultsOfAsync(page, width, scheme == ColorScheme.Dark ? Axe.Colours : Axe.Wcag);
            faults.AddRange(found.Select(fault => $"{view}: {fault}"));
            await WriteAsync(page, width, picture(view));
        }

        await page.CloseAsync();
        return faults;
    }

    static async Task<IReadOnlyList<string>> FaultsOfAsync(IPage page, int width, object rules)
    {
        var faults = new List<string>();
        var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        if (wide > width)
        {
            faults.Add($"the page is {wide} wide in a window of {width}");
        }

        faults.AddRange(await Axe.FaultsAsync(page, rules));
        return faults;
    }

    static async Task WriteAsync(IPage page, int width, string? picture)
    {
        if (picture is null || Environment.GetEnvironmentVariable("DISTRIBUTOR_WRITE_PICTURES") != "1")
        {
            return;
        }

        var height = await page.EvaluateAsync<int>("() => document.documentElement.scrollHeight");
        await page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = Path.Combine(Repository.Root, picture),
                FullPage = true,
                Clip = new Clip { Width = width, Height = Math.Min(height, TallestPicture) },
            }
        );
    }
}
