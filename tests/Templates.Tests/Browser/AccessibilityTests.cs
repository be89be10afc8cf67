using Distributor.Templates.Tests.Samples;
using Distributor.Testing.Browser;
using Xunit;

namespace Distributor.Templates.Tests.Browser;

/// <summary>Rule 6 of the mail design: axe finds nothing at WCAG level A and AA.</summary>
public sealed class AccessibilityTests(Chromium chromium)
{
    public static TheoryData<string, int, Look> MailsAndViews
    {
        get
        {
            var data = new TheoryData<string, int, Look>();
            foreach (
                var name in (string[])["digest-en", "digest-ar", "alert-en", "confirm-en", "confirm-ar", "welcome-en"]
            )
            {
                foreach (var width in (int[])[600, 360, 320])
                {
                    data.Add(name, width, Look.Light);
                    data.Add(name, width, Look.Dark);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(MailsAndViews))]
    public async Task Axe_finds_nothing(string name, int width, Look look)
    {
        var page = await chromium.OpenAsync(Mails.All[name].Html, new View(width, look));

        Assert.Empty(await Axe.FaultsAsync(page, Axe.Wcag));
        await page.CloseAsync();
    }
}
