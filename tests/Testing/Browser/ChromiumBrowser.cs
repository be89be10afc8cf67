using Microsoft.Playwright;

namespace Distributor.Testing.Browser;

/// <summary>
/// Debian's Chromium, one process per test run, and one with forced darkness; each started when first asked for. It must be
/// installed (apt install chromium): without it the tests fail, they are never skipped. Made to be an assembly fixture.
/// </summary>
public sealed class ChromiumBrowser : IAsyncDisposable
{
    const string Executable = "/usr/bin/chromium";

    /// <summary>Far above what a page takes, also on a machine with much else to do; only a page that never comes meets it.</summary>
    const float Patience = 120_000;

    readonly Lazy<Task<IPlaywright>> playwright = new(Playwright.CreateAsync);
    readonly Lazy<Task<IBrowser>> usual;
    readonly Lazy<Task<IBrowser>> forcedDark;

    public ChromiumBrowser()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        usual = new(() => LaunchAsync());
        forcedDark = new(() => LaunchAsync("--enable-features=WebContentsForceDark"));
    }

    public Task<IBrowser> UsualAsync() => usual.Value;

    /// <summary>Turns the colours of every page around by itself, as some mail clients do.</summary>
    public Task<IBrowser> ForcedDarkAsync() => forcedDark.Value;

    /// <summary>A page in a context of its own: no cookies, no cache of another test.</summary>
    public async Task<IPage> OpenAsync(
        int width = 1280,
        ColorScheme scheme = ColorScheme.Light,
        bool script = true,
        string locale = "en-GB"
    )
    {
        var browser = await UsualAsync();
        var page = await browser.NewPageAsync(
            new BrowserNewPageOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = width < 480 ? 780 : 800 },
                DeviceScaleFactor = width < 480 ? 2 : 1,
                ColorScheme = scheme,
                JavaScriptEnabled = script,
                Locale = locale,
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        page.SetDefaultTimeout(Patience);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in (Lazy<Task<IBrowser>>[])[usual, forcedDark])
        {
            if (browser.IsValueCreated)
            {
                await (await browser.Value).DisposeAsync();
            }
        }

        if (playwright.IsValueCreated)
        {
            (await playwright.Value).Dispose();
        }
    }

    async Task<IBrowser> LaunchAsync(params string[] arguments)
    {
        if (!File.Exists(Executable))
        {
            throw new FileNotFoundException($"{Executable} is missing; install Debian's chromium package.");
        }

        var engine = await playwright.Value;
        return await engine.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Executable,
                // As root, in containers and in CI, Chromium's sandbox does not start; the pages are our own.
                Args = ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none", .. arguments],
            }
        );
    }
}
