namespace Distributor.Templates.Mail;

/// <summary>A text divided at its placeholders: literal and placeholder take turns, a literal first and last.</summary>
internal sealed class Segments
{
    readonly string[] pieces;

    public Segments(string text)
    {
        var divided = new List<string>();
        var at = 0;
        while (
            text.IndexOf(Slots.Open, at) is var open and >= 0 && text.IndexOf(Slots.Close, open) is var close and >= 0
        )
        {
            divided.Add(text[at..open]);
            divided.Add(text[open..(close + 1)]);
            at = close + 1;
        }

        divided.Add(text[at..]);
        pieces = [.. divided];
    }

    /// <summary>The text with every placeholder replaced; one allocation of its size.</summary>
    public string Join(Func<string, string> fill)
    {
        var joined = (string[])pieces.Clone();
        for (var i = 1; i < joined.Length; i += 2)
        {
            joined[i] = fill(joined[i]);
        }

        return string.Concat(joined);
    }
}
