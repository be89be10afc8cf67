using System.Net;
using System.Text;

namespace Distributor.Templates.Tests.Support;

/// <summary>Draws alerts as a chat, for the eye only: Telegram's own clients decide how they look.</summary>
internal static class TelegramChat
{
    const string Bar = "<div class=bar><div class=face>Q</div><div><b>Quayside Courier</b><span>bot</span></div></div>";
    const string Picture = "<img src=https://courier.example/pictures/lighthouse.jpg alt=''>";

    static readonly string[][] Phones =
    [
        ["normal", "also-at", "breaking"],
        ["photo", "corrected"],
        ["quiet", "rtl"],
    ];

    public static string Html(IReadOnlyDictionary<string, RenderedTelegram> alerts)
    {
        var phones = Phones.Select(phone => string.Concat(phone.Select(name => Bubble(name, alerts[name]))));
        var chats = phones.Select(chat => $"<div class=phone>{Bar}<div class=chat>{chat}</div></div>");
        var page = Encoding.UTF8.GetString(Repository.Asset("telegram.html"));
        return page.Replace("{{chats}}", string.Concat(chats), StringComparison.Ordinal);
    }

    static string Bubble(string name, RenderedTelegram alert)
    {
        var picture = name == "photo" ? Picture : "";
        // A quote is a block of its own; the line break before it would show twice.
        // And there may be no font with emoji where the tests run, so the one emoji is drawn.
        var text = alert
            .Html.Replace("\n<blockquote>", "<blockquote>", StringComparison.Ordinal)
            .Replace("🔴", "<span class=red></span>", StringComparison.Ordinal);
        var buttons = alert.Buttons.Select(button => $"<div>{WebUtility.HtmlEncode(button.Text)}</div>");
        return $"<div class=bubble>{picture}<div class=text>{text}</div></div><div class=row>{string.Concat(buttons)}</div>";
    }
}
