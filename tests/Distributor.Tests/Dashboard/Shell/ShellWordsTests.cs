using System.Net;
using Distributor.Dashboard.Shell;
using Distributor.Delivery;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Dashboard.Shell;

/// <summary>What the frame says: times, sums, names, and pages for what went wrong.</summary>
public sealed class ShellWordsTests
{
    private static readonly DateTimeZone Madrid = DateTimeZoneProviders.Tzdb["Europe/Madrid"];

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(-0.5, "just now")]
    [InlineData(0.5, "in a moment")]
    [InlineData(-3, "3 min ago")]
    [InlineData(12, "in 12 min")]
    [InlineData(-60 * 3, "today 12:05")]
    [InlineData(-60 * 16, "yesterday 23:05")]
    [InlineData(60 * 12, "tomorrow 03:05")]
    [InlineData(-60 * 24 * 9, "14 Nov")]
    [InlineData(-60 * 24 * 400, "19 Oct 2025")]
    public void A_time_is_said_as_people_say_it(double minutes, string words) =>
        Assert.Equal(words, TimeWords.Say(Gallery.Now + Duration.FromMinutes(minutes), Gallery.Now, Madrid));

    [Theory]
    [InlineData(-3, "15:02")]
    [InlineData(-60 * 5, "10:05")]
    [InlineData(-60 * 16, "yesterday 23:05")]
    [InlineData(-60 * 24 * 9, "14 Nov")]
    public void After_since_a_time_is_said_by_the_clock(double minutes, string words) =>
        Assert.Equal(words, TimeWords.SayClock(Gallery.Now + Duration.FromMinutes(minutes), Gallery.Now, Madrid));

    [Fact]
    public void The_exact_time_names_its_zone() =>
        Assert.Equal("Mon 23 Nov 2026 15:05:00 Europe/Madrid (+01)", TimeWords.Exact(Gallery.Now, Madrid));

    [Fact]
    public void The_line_of_a_run_adds_up_and_its_bar_is_full()
    {
        var tally = new RunTally(new RunTotals(148_000, 1_200, 11_834, 250_600, 62, 1_204, 6));

        Assert.Equal(
            "412,906 planned = 250,600 accepted + 1,204 suppressed + 62 failed + 6 uncertain + 1,200 sending + 11,834 deferred + 148,000 waiting",
            tally.Text
        );
        Assert.Equal(
            1000,
            tally.Shares.Sum(share => double.Parse(share.Width, System.Globalization.CultureInfo.InvariantCulture)),
            0.1
        );
        Assert.Equal("0 planned = 0", new RunTally(new RunTotals(0, 0, 0, 0, 0, 0, 0)).Text);
    }

    [Theory]
    [InlineData("admin:rosa@example.com", "rosa@example.com")]
    [InlineData("cli:root", "root on the command line")]
    [InlineData("api:desk", "the API key desk")]
    [InlineData("system", "system")]
    public void An_actor_is_named_as_people_name_them(string actor, string words) =>
        Assert.Equal(words, ActorWords.Of(actor));

    [Theory]
    [InlineData("/admin/runs?q=a", "/admin/runs?q=a")]
    [InlineData("/admin", "/admin")]
    [InlineData(null, "/admin")]
    [InlineData("https://example.org/admin/", "/admin")]
    [InlineData("//example.org/admin/", "/admin")]
    [InlineData("/administrators", "/admin")]
    [InlineData("/admin/\\example.org", "/admin")]
    [InlineData("/admin/\r\nSet-Cookie: a=b", "/admin")]
    public void A_form_leads_back_into_the_dashboard_and_nowhere_else(string? to, string where) =>
        Assert.Equal(where, DeskRoutes.LocalPath(to));

    [Fact]
    public async Task What_went_wrong_says_what_to_do_and_nothing_of_the_inside()
    {
        await using var gallery = await Gallery.StartAsync();
        using var client = new HttpClient();
        var token = TestContext.Current.CancellationToken;

        using var fault = await client.GetAsync(gallery.Page("/fault"), token);
        using var missing = await client.GetAsync(gallery.Page("/missing"), token);
        using var form = await client.PostAsync(gallery.Page("/done"), new FormUrlEncodedContent([]), token);

        Assert.Equal(HttpStatusCode.InternalServerError, fault.StatusCode);
        var text = await fault.Content.ReadAsStringAsync(token);
        Assert.Contains("That went wrong", text);
        Assert.DoesNotContain("a secret of ours", text);
        Assert.Contains("script-src 'self'", fault.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("Nothing is at this address", await missing.Content.ReadAsStringAsync(token));
        Assert.Equal(HttpStatusCode.BadRequest, form.StatusCode);
        Assert.Contains("This form is too old", await form.Content.ReadAsStringAsync(token));
        Assert.Empty(gallery.Posted);
    }

    [Fact]
    public async Task A_foreign_flash_is_not_shown()
    {
        await using var gallery = await Gallery.StartAsync();
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        var token = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(HttpMethod.Get, gallery.Page("/form"));
        request.Headers.Add("Cookie", "desk-flash=forged");

        using var answer = await client.SendAsync(request, token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("class=\"flash", await answer.Content.ReadAsStringAsync(token));
    }
}
