using Distributor.Templates.Tests.Samples;
using Distributor.Templates.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Distributor.Templates.Tests.Browser;

/// <summary>The pictures of docs/mail, taken from what is rendered now; written with DISTRIBUTOR_WRITE_PICTURES=1.</summary>
public sealed class PictureTests(Chromium chromium)
{
    [Theory]
    [InlineData("digest-en", 600, Look.Light)]
    [InlineData("digest-en", 600, Look.Dark)]
    [InlineData("digest-en", 600, Look.ForcedDark)]
    [InlineData("digest-en", 600, Look.NoImages)]
    [InlineData("digest-en", 360, Look.Light)]
    [InlineData("digest-en", 360, Look.Dark)]
    [InlineData("digest-en", 360, Look.NoStyles)]
    [InlineData("digest-ar", 360, Look.Light)]
    [InlineData("alert-en", 600, Look.Light)]
    [InlineData("alert-en", 360, Look.Dark)]
    [InlineData("alert-ar", 360, Look.Light)]
    [InlineData("confirm-en", 600, Look.Light)]
    [InlineData("confirm-en", 360, Look.Dark)]
    [InlineData("confirm-ar", 360, Look.Light)]
    [InlineData("welcome-en", 600, Look.Light)]
    [InlineData("link-en", 600, Look.Dark)]
    [InlineData("move-from-ar", 600, Look.ForcedDark)]
    [InlineData("data-en", 360, Look.NoStyles)]
    [InlineData("goodbye-en", 600, Look.Light)]
    public async Task A_mail_can_be_seen(string name, int width, Look look)
    {
        var page = await chromium.OpenAsync(Mails.All[name].Html, new View(width, look));

        // A phone's picture ends where a reader has scrolled twice; the rest is like the wide one.
        var height = await page.EvaluateAsync<int>("() => document.documentElement.scrollHeight");
        var picture = await page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                FullPage = true,
                Clip = new Clip { Width = width, Height = width < 480 ? Math.Min(height, 1300) : height },
            }
        );

        // A blank page compresses to a few kilobytes.
        Assert.True(picture.Length > 15_000);
        Write($"{name}-{width}-{Name(look)}.png", picture);
        await page.CloseAsync();
    }

    [Fact]
    public async Task The_seven_alerts_can_be_seen_as_a_phone_shows_them()
    {
        var page = await chromium.OpenAsync(TelegramChat.Html(Alerts.Telegram), new View(1160, Look.Light));

        var picture = await page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true });

        Assert.Equal(7, await page.Locator(".bubble").CountAsync());
        Write("telegram.png", picture);
        await page.CloseAsync();
    }

    static string Name(Look look) =>
        look switch
        {
            Look.Light => "light",
            Look.Dark => "dark",
            Look.ForcedDark => "forced-dark",
            Look.NoImages => "no-images",
            _ => "no-styles",
        };

    static void Write(string file, byte[] picture)
    {
        if (Environment.GetEnvironmentVariable("DISTRIBUTOR_WRITE_PICTURES") == "1")
        {
            Directory.CreateDirectory(Repository.Pictures);
            File.WriteAllBytes(Path.Combine(Repository.Pictures, file), picture);
        }
    }
}
