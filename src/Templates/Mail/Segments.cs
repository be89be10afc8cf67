namespace Distributor.Templates.Mail;

/// <summary>A text divided at its placeholders: literal and placeholder take turns, a literal first and last. Immutable.</summary>
public sealed class Segments
{
    readonly List<string> literals = [];
    readonly List<string> slots = [];

    public Segments(string text)
    {
        var at = 0;
        while (
            text.IndexOf(Slots.Open, at) is var open and >= 0 && text.IndexOf(Slots.Close, open) is var close and >= 0
        )
        {
            literals.Add(text[at..open]);
            slots.Add(text[open..(close + 1)]);
            at = close + 1;
        }

        literals.Add(text[at..]);
    }

    /// <summary>What all readers share, one more than there are placeholders.</summary>
    public IReadOnlyList<string> Literals => literals;

    /// <summary>One value for every placeholder, in their order.</summary>
    internal string[] Fill(Func<string, string> fill) => [.. slots.Select(fill)];

    /// <summary>The text with every placeholder replaced; one allocation of its size.</summary>
    internal string Join(string[] values)
    {
        var joined = new string[literals.Count + values.Length];
        for (var i = 0; i < joined.Length; i++)
        {
            joined[i] = i % 2 == 0 ? literals[i / 2] : values[i / 2];
        }

        return string.Concat(joined);
    }
}
