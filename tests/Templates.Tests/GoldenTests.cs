using Distributor.Templates.Tests.Samples;
using Distributor.Templates.Tests.Support;
using Xunit;

namespace Distributor.Templates.Tests;

public sealed class GoldenTests
{
    public static TheoryData<string> MailNames => [.. Mails.Names];

    public static TheoryData<string> AlertNames => [.. Alerts.Telegram.Keys];

    [Theory]
    [MemberData(nameof(MailNames))]
    public void A_mail_is_the_one_that_was_looked_at(string name)
    {
        Golden.Matches($"{name}.html", Mails.All[name].Html);
        Golden.Matches($"{name}.txt", Mails.All[name].Text);
    }

    [Theory]
    [MemberData(nameof(AlertNames))]
    public void A_Telegram_alert_is_the_one_that_was_looked_at(string name)
    {
        var buttons = Alerts
            .Telegram[name]
            .Buttons.Select(b => $"[{b.Text}] {b.Url?.AbsoluteUri ?? b.Action.ToString()}");
        Golden.Matches($"alert-{name}.telegram.txt", $"{Alerts.Telegram[name].Html}\n\n{string.Join('\n', buttons)}\n");
    }

    [Fact]
    public void A_Telegram_digest_is_the_one_that_was_looked_at()
    {
        Golden.Matches("digest-en.telegram.txt", DigestTelegram.Render(Editions.English()).Html + "\n");
        Golden.Matches("digest-ar.telegram.txt", DigestTelegram.Render(ArabicEdition.View).Html + "\n");
    }

    [Fact]
    public void The_same_view_gives_the_same_bytes()
    {
        Assert.Equal(DigestMail.Render(Editions.English()), DigestMail.Render(Editions.English()));
        Assert.Equal(AlertTelegram.Render(Alerts.AlsoAt).Html, AlertTelegram.Render(Alerts.AlsoAt).Html);
    }
}
