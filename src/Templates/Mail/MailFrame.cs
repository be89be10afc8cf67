using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates.Mail;

/// <summary>The parts every mail of ours has, cleaned.</summary>
internal static class MailFrame
{
    public static string Publication(string name) => CleanText.Cut(CleanText.Line(name), 60);

    public static string? Postal(string address) =>
        CleanText.Cut(CleanText.Line(address), 240) is { Length: > 0 } line ? line : null;

    /// <summary>The page without its stories.</summary>
    public static HtmlPage Page(WordList words, HtmlDresser html, string publication, Uri? site, string postal) =>
        new()
        {
            Lang = words.Language,
            Dir = words["direction"],
            Start = words.IsRtl ? "right" : "left",
            End = words.IsRtl ? "left" : "right",
            Rtl = words.IsRtl,
            Light = Palette.Light,
            Dark = Palette.Dark,
            Serif = Type.Serif(words.IsRtl),
            Sans = Type.Sans(words.IsRtl),
            Lh = Type.LineHeights(words.IsRtl),
            Name = html.Prose(publication),
            SiteUrl = CleanStory.Link(site),
            Postal = Postal(postal) is { } address ? html.Prose(address) : null,
            Foot = FootWords.In(words),
        };
}
