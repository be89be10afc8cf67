using System.Globalization;
using System.Text;

namespace Distributor.Channels.Telegram.Texts;

/// <summary>
/// Cuts a long text into messages that the Bot API takes: at a paragraph, a line, a sentence, a word, and only then between
/// two characters as people see them. Links and styles go on in the next part.
/// </summary>
static class TelegramSplitter
{
    /// <summary>Most code points of a message's text after parsing (Bot API sendMessage).</summary>
    public const int MaxText = 4_096;

    /// <summary>Most code points of a caption after parsing (Bot API sendPhoto).</summary>
    public const int MaxCaption = 1_024;

    /// <summary>More are dropped without a word (Bot API).</summary>
    const int MaxEntities = 100;

    /// <summary>At about 9,500 the server says ENTITIES_TOO_LONG.</summary>
    public const int MaxEntityBytes = 9_000;

    /// <summary>Bytes of the text with its tags (Bot API).</summary>
    const int MaxHtmlBytes = 32_768;

    const string SentenceEnds = ".!?…。！？؟۔।";
    const string Closing = "\"'»”’)]";

    /// <summary>The same text and limit always give the same parts.</summary>
    /// <param name="most">Code points of a part, at most <see cref="MaxText"/>.</param>
    /// <returns>None when nothing of the text can be seen.</returns>
    public static IReadOnlyList<string> Split(string html, int most = MaxText) =>
        IsSurelyShort(html, most) ? [html] : Split(TelegramTextReader.Read(html), most);

    /// <summary>True when a picture can have the text as its caption.</summary>
    public static bool FitsCaption(string html) =>
        html.Length <= MaxCaption || CodePoints(TelegramTextReader.Read(html).Text) <= MaxCaption;

    /// <summary>Tags and references only make a text longer; code is left out, since it cuts the styles around it.</summary>
    static bool IsSurelyShort(string html, int most) =>
        html.Length <= most
        && StartsVisibly(html)
        && html.AsSpan().Count('<') <= MaxEntities
        && !html.Contains("<code", StringComparison.OrdinalIgnoreCase)
        && !html.Contains("<pre", StringComparison.OrdinalIgnoreCase)
        && Encoding.UTF8.GetByteCount(html) + MaxEntities * 16 <= MaxEntityBytes;

    /// <summary>True when a letter or the like comes before the first reference, which may be to a blank.</summary>
    static bool StartsVisibly(string html)
    {
        var isInTag = false;
        foreach (var character in html)
        {
            if (!isInTag && (char.IsLetterOrDigit(character) || char.IsSurrogate(character) || character == '&'))
            {
                return character != '&';
            }
            isInTag = character == '<' || (isInTag && character != '>');
        }
        return false;
    }

    static List<string> Split(TelegramText text, int most)
    {
        List<string> parts = [];
        for (var start = 0; start < text.Text.Length; )
        {
            var boundaries = Boundaries(text.Text, start, most);
            var hard = Furthest(text, start, most);
            var cut = hard == text.Text.Length ? hard : Cut(text.Text, start, hard, boundaries);
            if (!text.IsBlank(start, cut))
            {
                parts.Add(TelegramTextWriter.Write(text, start, cut).Html);
            }
            start = AfterBlanks(text.Text, cut);
        }
        return parts;
    }

    /// <summary>The furthest end a part may have.</summary>
    static int Furthest(TelegramText text, int start, int most)
    {
        var end = AfterCodePoints(text.Text, start, most);
        if (Fits(TelegramTextWriter.Write(text, start, end)))
        {
            return end;
        }
        var (good, bad) = (AfterCodePoints(text.Text, start, 1), end);
        while (bad - good > 1)
        {
            var middle = Whole(text.Text, good + (bad - good) / 2);
            if (middle == good)
            {
                break;
            }
            (good, bad) = Fits(TelegramTextWriter.Write(text, start, middle)) ? (middle, bad) : (good, middle);
        }
        return good;
    }

    static bool Fits(WrittenText part) =>
        part.Entities <= MaxEntities
        && part.EntityBytes <= MaxEntityBytes
        && Encoding.UTF8.GetByteCount(part.Html) <= MaxHtmlBytes;

    /// <summary>Where to cut, at most at <paramref name="hard"/>. A part is at least half full for a paragraph or sentence.</summary>
    static int Cut(string text, int start, int hard, HashSet<int> boundaries)
    {
        var half = start + (hard - start) / 2;
        return Last(half, IsParagraph)
            ?? Last(half, i => text[i] == '\n')
            ?? Last(half, IsSentence)
            ?? Last(start + 1, i => text[i] is '\n' or ' ')
            ?? Last(start + 1, _ => true)
            // One character with more marks on it than a message holds.
            ?? hard;

        int? Last(int least, Func<int, bool> isGood)
        {
            for (var i = hard; i >= least; i--)
            {
                if (boundaries.Contains(i) && isGood(i))
                {
                    return i;
                }
            }
            return null;
        }

        bool IsParagraph(int i) => text[i] == '\n' && i + 1 < text.Length && text[i + 1] == '\n';

        bool IsSentence(int i)
        {
            var last = i - 1;
            while (last > start && Closing.Contains(text[last], StringComparison.Ordinal))
            {
                last--;
            }
            return SentenceEnds.Contains(text[last], StringComparison.Ordinal)
                && (text[i] is ' ' or '\n' || text[last] is '。' or '！' or '？');
        }
    }

    /// <summary>Ends of the characters as people see them (UAX 29), up to where a part can reach.</summary>
    static HashSet<int> Boundaries(string text, int start, int most)
    {
        var boundaries = new HashSet<int>();
        var end = AfterCodePoints(text, start, most);
        for (var i = start; i < end; )
        {
            i += StringInfo.GetNextTextElementLength(text, i);
            boundaries.Add(i);
        }
        return boundaries;
    }

    /// <summary>The server trims them anyway. A blank with a mark on it is none.</summary>
    static int AfterBlanks(string text, int start)
    {
        while (
            start < text.Length && text[start] is ' ' or '\n' && StringInfo.GetNextTextElementLength(text, start) == 1
        )
        {
            start++;
        }
        return start;
    }

    static int AfterCodePoints(string text, int start, int count)
    {
        var i = start;
        for (; i < text.Length && count > 0; count--)
        {
            i += char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
        }
        return i;
    }

    /// <summary>Not between the halves of a code point.</summary>
    static int Whole(string text, int position) => char.IsLowSurrogate(text[position]) ? position - 1 : position;

    static int CodePoints(string text) => text.Length - text.Count(char.IsLowSurrogate);
}
