using System.Text;

namespace Distributor.Templates.Mail;

/// <summary>A text divided at its placeholders.</summary>
internal sealed class Segments
{
    readonly List<string> pieces = [];
    readonly int length;

    public Segments(string text)
    {
        var at = 0;
        while (
            text.IndexOf(Slots.Open, at) is var open and >= 0 && text.IndexOf(Slots.Close, open) is var close and >= 0
        )
        {
            pieces.Add(text[at..open]);
            pieces.Add(text[open..(close + 1)]);
            at = close + 1;
        }

        pieces.Add(text[at..]);
        length = text.Length;
    }

    /// <summary>The text with every placeholder replaced.</summary>
    public string Join(Func<string, string> fill)
    {
        var joined = new StringBuilder(length + 1024);
        for (var i = 0; i < pieces.Count; i++)
        {
            // Literal and placeholder take turns, a literal first.
            joined.Append(i % 2 == 0 ? pieces[i] : fill(pieces[i]));
        }

        return joined.ToString();
    }
}
