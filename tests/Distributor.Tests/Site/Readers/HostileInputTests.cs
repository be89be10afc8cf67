using System.Net;
using Distributor.Articles.Topics;
using Distributor.Storage;
using Distributor.Testing.Browser;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static Distributor.Tests.Site.Readers.ReaderPages;

namespace Distributor.Tests.Site.Readers;

/// <summary>Addresses and names that carry more than they seem to.</summary>
public sealed class HostileInputTests(ChromiumBrowser chromium)
{
    [Theory]
    [InlineData("ada@example.org\r\nBcc: all@example.org")]
    [InlineData("ada@example.org\nSubject: hello")]
    [InlineData("\"Ada\" <ada@example.org>")]
    [InlineData("ada@example.org, eve@example.org")]
    [InlineData("ada@example.org%0d%0aBcc:eve@example.org")]
    [InlineData("<script>alert(1)</script>@example.org")]
    [InlineData("ada@exam\u0000ple.org")]
    public async Task An_address_that_carries_more_than_an_address_is_refused(string email)
    {
        await using var pages = await ReaderPages.OpenAsync(DatabaseProvider.Sqlite);

        using var answer = await pages.SignUpAsync(email);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.DoesNotContain("<script>alert", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await using var db = pages.NewDb();
        Assert.False(await db.Addresses.AnyAsync(Token));
    }

    [Fact]
    public async Task A_hostile_topic_name_is_only_a_name_on_pages_and_in_mails()
    {
        const string hostile = "<img src=x onerror=alert(1)>\"'&{{Subject}}";
        await using var pages = await ReaderPages.OpenAsync(DatabaseProvider.Sqlite);
        int topic;
        await using (var db = pages.NewDb())
        {
            var added = db.Topics.Add(
                new Topic
                {
                    Name = hostile,
                    Slug = "hostile",
                    CreatedAt = pages.Newsroom.Clock.Now,
                }
            );
            await db.SaveChangesAsync(Token);
            topic = added.Entity.Id;
        }
        using var asked = await pages.PostAsync(
            "/subscribe",
            ("email", Email),
            ("topics", Number(topic)),
            ("cadence", "daily"),
            ("zone", "Europe/Lisbon"),
            ("language", "en")
        );
        var question = await pages.NewestMailAsync();
        Assert.DoesNotContain("<img src=x", question.Html, StringComparison.Ordinal);
        Assert.Contains("onerror=alert(1)", question.Text, StringComparison.Ordinal);
        using var confirmed = await pages.PostAsync(LinkIn(question, "/confirm/"));
        var settings = LinkIn(await pages.NewestMailAsync(), "/preferences/");

        var page = await chromium.OpenAsync();
        var alerts = 0;
        page.Dialog += (_, dialog) =>
        {
            alerts++;
            _ = dialog.DismissAsync();
        };
        foreach (var path in (string[])["/subscribe", settings])
        {
            await page.GotoAsync(pages.At(path).AbsoluteUri);
            Assert.True(await page.GetByLabel(hostile).IsVisibleAsync());
        }
        Assert.Equal(0, alerts);
        await page.CloseAsync();
    }
}
