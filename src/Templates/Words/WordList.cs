using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Distributor.Templates.Words;

/// <summary>
/// Our words in one language. <c>en.json</c> holds those of messages; a file with a name before the language, such as
/// <c>bot.en.json</c>, holds those of one area, and its name begins their keys: <c>bot.help</c>. Immutable; one per language for
/// the life of the process.
/// </summary>
public sealed class WordList
{
    static readonly FrozenDictionary<string, WordList> All = Languages.Supported.ToFrozenDictionary(
        language => language,
        language => new WordList(language)
    );

    readonly Dictionary<string, string> words = [];

    WordList(string language)
    {
        Language = language;
        foreach (var name in typeof(WordList).Assembly.GetManifestResourceNames())
        {
            if (name == $"{language}.json" || name.EndsWith($".{language}.json", StringComparison.Ordinal))
            {
                Read(name, area: name[..^$"{language}.json".Length]);
            }
        }

        Dates = new LocalDates(this);
    }

    /// <summary>One of <see cref="Languages.Supported"/>.</summary>
    public string Language { get; }

    /// <summary>Written from right to left.</summary>
    public bool IsRtl => this["direction"] == "rtl";

    /// <summary>Dates as this language writes them.</summary>
    public LocalDates Dates { get; }

    /// <summary>All keys; a counted word has one per plural category (<c>more.one</c>), a list one per place.</summary>
    public IReadOnlyCollection<string> Keys => words.Keys;

    /// <summary>For dates and numbers.</summary>
    public CultureInfo Culture => CultureInfo.GetCultureInfo(this["culture"]);

    /// <summary>The word, or an exception: a missing one is a bug a test finds.</summary>
    public string this[string key] =>
        words.TryGetValue(key, out var word)
            ? word
            : throw new KeyNotFoundException($"The words of {Language} lack '{key}'.");

    /// <summary>Words for a language, <see cref="Languages.Resolve"/>d.</summary>
    public static WordList For(string? language) => All[Languages.Resolve(language)];

    /// <summary>"in Japanese"; for a language we have no word for its own name, such as "Íslenska"; null when unknown.</summary>
    public string? LanguageName(string tag)
    {
        var primary = tag.Split('-')[0].ToLowerInvariant();
        if (words.TryGetValue($"inLanguage.{primary}", out var name))
        {
            return name;
        }

        try
        {
            var own = CultureInfo.GetCultureInfo(primary, predefinedOnly: true).NativeName;
            return own == primary ? null : own;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The form of a counted word for a number, by the plural rules of the language (CLDR): <c>more.one</c>, <c>more.few</c>.</summary>
    public string Counted(string key, int n) => this[$"{key}.{Plural.Category(Language, n)}"];

    /// <summary>A sentence with its <c>{slots}</c> filled by plain text.</summary>
    public static string Fill(string sentence, params ReadOnlySpan<(string Slot, string Value)> values)
    {
        var runs = new Run[values.Length];
        var slots = new (string, IReadOnlyList<Run>)[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            runs[i] = values[i].Value;
            slots[i] = (values[i].Slot, [runs[i]]);
        }

        return string.Concat(FillRuns(sentence, slots).Select(run => run.Text));
    }

    /// <summary>
    /// A sentence with its <c>{slots}</c> filled by runs. The sentence is read once from left to right, so a brace in a
    /// value stays a brace.
    /// </summary>
    internal static IReadOnlyList<Run> FillRuns(
        string sentence,
        params ReadOnlySpan<(string Slot, IReadOnlyList<Run> Runs)> values
    )
    {
        var filled = new List<Run>();
        var at = 0;
        while (at < sentence.Length)
        {
            var open = sentence.IndexOf('{', at);
            if (open < 0)
            {
                filled.Add(sentence[at..]);
                break;
            }

            if (open > at)
            {
                filled.Add(sentence[at..open]);
            }

            var close = sentence.IndexOf('}', open);
            var slot = sentence[(open + 1)..close];
            foreach (var value in values)
            {
                if (value.Slot == slot)
                {
                    filled.AddRange(value.Runs);
                }
            }

            at = close + 1;
        }

        return filled;
    }

    /// <summary>A, B and C, as the language joins a list.</summary>
    internal IReadOnlyList<Run> Join(IReadOnlyList<Run> items) => Join(items, this["list.last"]);

    /// <summary>A, B, C: the part of a list that goes on with "and 2 more".</summary>
    internal IReadOnlyList<Run> Row(IReadOnlyList<Run> items) => Join(items, this["list.between"]);

    List<Run> Join(IReadOnlyList<Run> items, string last)
    {
        var joined = new List<Run>();
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                joined.Add(i == items.Count - 1 ? last : this["list.between"]);
            }

            joined.Add(items[i]);
        }

        return joined;
    }

    /// <summary>A name from outside inside a line of ours; it says its direction when it is not the line's.</summary>
    internal Run Name(string text) => new(text) { Dir = Against(text) };

    /// <summary>The direction of the text when it runs against our words, else null.</summary>
    public string? Against(string text)
    {
        var direction = Text.Script.Direction(text);
        return direction is null || direction == this["direction"] ? null : direction;
    }

    void Read(string resource, string area)
    {
        using var file = typeof(WordList).Assembly.GetManifestResourceStream(resource)!;
        using var json = JsonDocument.Parse(file);
        foreach (var word in json.RootElement.EnumerateObject())
        {
            Add(area + word.Name, word.Value);
        }
    }

    void Add(string key, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var part in value.EnumerateObject())
                {
                    Add($"{key}.{part.Name}", part.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var (place, part) in value.EnumerateArray().Index())
                {
                    Add($"{key}.{place + 1}", part);
                }

                break;
            default:
                words[key] = value.GetString() ?? throw new InvalidOperationException($"'{key}' must be a text.");
                break;
        }
    }
}
