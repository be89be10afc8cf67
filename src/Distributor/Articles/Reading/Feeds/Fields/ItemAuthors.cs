using System.Text.RegularExpressions;
using Distributor.Articles.Reading.Feeds.Xml;

namespace Distributor.Articles.Reading.Feeds.Fields;

/// <summary>Who wrote it. Names, and a mail address only where nothing else was written.</summary>
static partial class ItemAuthors
{
    /// <summary>No name is longer, and the patterns below look back.</summary>
    const int MaxWritten = 1_000;

    /// <summary>Several names are joined by a comma; null when nobody is named.</summary>
    public static string? Of(FeedElement item) =>
        Joined(item.All(Vocabulary.DublinCore, "creator").Concat(item.All(Vocabulary.DublinCore, "author")))
        ?? Joined(item.All(Vocabulary.Rss, "author").Concat(item.All(Vocabulary.Atom, "author")))
        ?? Joined(item.All(Vocabulary.ITunes, "author"))
        ?? Joined(item.All(Vocabulary.Media, "credit").Where(c => c.Attribute("role") == "author"))
        ?? Joined(item.All(Vocabulary.Atom, "contributor"))
        ?? OfSource(item);

    /// <summary>Author of the whole feed, for items that name none.</summary>
    public static string? OfFeed(FeedElement feed) => Of(feed) ?? Joined(feed.All(Vocabulary.Rss, "managingeditor"));

    /// <summary>An entry copied from another feed carries that feed's author in its source (RFC 4287, section 4.2.11).</summary>
    static string? OfSource(FeedElement item) =>
        Joined(item.All(Vocabulary.Atom, "source").SelectMany(s => s.All(Vocabulary.Atom, "author")));

    static string? Joined(IEnumerable<FeedElement> elements)
    {
        var names = elements.Select(Name).Where(n => n.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Take(10);
        return string.Join(", ", names) is { Length: > 0 } joined ? joined : null;
    }

    static string Name(FeedElement element)
    {
        // Atom persons have elements of their own, and so has the author some write into RSS.
        if (Person(element, "name") is { } name)
            return OfLine(name);
        return element.HasElements
            ? OfLine(Person(element, "email") ?? Person(element, "mail") ?? "")
            : OfLine(element.Text());
    }

    static string? Person(FeedElement element, string name) =>
        element.Elements.FirstOrDefault(e => e.Name == name)?.Text() is { Length: > 0 } text ? text : null;

    /// <summary><c>mail (Name)</c> as RSS 2.0 has it, <c>Name &lt;mail&gt;</c>, or just a name.</summary>
    internal static string OfLine(string written)
    {
        // Before tags are stripped: <mail> must not be taken for one.
        var line = PlainText.OneLine(XmlEntities.DecodeOnce(written.AsSpan(0, Math.Min(written.Length, MaxWritten))));
        if (MailThenName().Match(line) is { Success: true } rss)
            line = rss.Groups[1].Value;
        else if (NameThenMail().Match(line) is { Success: true } mailbox)
            line = mailbox.Groups[1].Value;
        line = PlainText.OfHtml(line);
        line = ByPrefix().Replace(line, "").Trim(' ', '"', ',', ';');
        return NoReply().IsMatch(line) ? "" : PlainText.Shorten(line, 200);
    }

    [GeneratedRegex(@"^(?:mailto:)?[^\s()<>]+@[^\s()<>]+\s*\(([^()]+)\)$")]
    private static partial Regex MailThenName();

    [GeneratedRegex(@"^([^<>()@]*[^<>()@\s])\s*[<(](?:mailto:)?[^\s()<>]+@[^\s()<>]+[>)]$")]
    private static partial Regex NameThenMail();

    [GeneratedRegex(@"^by\s+(?=\p{Lu})", RegexOptions.IgnoreCase)]
    private static partial Regex ByPrefix();

    /// <summary>The address of a machine is no author.</summary>
    [GeneratedRegex(@"^(?:no-?reply|donotreply)@", RegexOptions.IgnoreCase)]
    private static partial Regex NoReply();
}
