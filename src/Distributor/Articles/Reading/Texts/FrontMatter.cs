using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Distributor.Articles.Reading.Texts;

/// <summary>
/// The YAML between two <c>---</c> lines at the start of a text. Only scalars and lists of scalars are kept, read as
/// events without recursion, so that deep nesting and aliases cost nothing.
/// </summary>
internal sealed class FrontMatter
{
    private const int LongestHead = 64 * 1024;

    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null for a text without front matter, and the whole text as rest.</summary>
    /// <exception cref="YamlException">The head is not YAML.</exception>
    public static (FrontMatter? Head, string Remainder) Split(string text)
    {
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        if (!lines.StartsWith("---\n", StringComparison.Ordinal))
        {
            return (null, text);
        }
        var end = lines.IndexOf("\n---", 3, StringComparison.Ordinal);
        var afterEnd = end < 0 ? -1 : end + 4;
        if (afterEnd < 0 || end > LongestHead || (afterEnd < lines.Length && lines[afterEnd] != '\n'))
        {
            return (null, text);
        }
        var head = new FrontMatter();
        head.Read(end <= 4 ? "" : lines[4..end]);
        return (head, lines[afterEnd..]);
    }

    /// <summary>The first of these keys that has a value; a list is joined by commas.</summary>
    public string? Value(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (Values(key) is { Count: > 0 } values)
            {
                return string.Join(", ", values);
            }
        }
        return null;
    }

    /// <summary>The values under a key, without empty ones.</summary>
    public IReadOnlyList<string> Values(string key) => _values.GetValueOrDefault(key) ?? [];

    private void Read(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _) || !parser.TryConsume<MappingStart>(out _))
        {
            return;
        }
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>().Value;
            if (parser.TryConsume<Scalar>(out var scalar))
            {
                Keep(key, [scalar.Value]);
            }
            else if (parser.TryConsume<SequenceStart>(out _))
            {
                Keep(key, ReadList(parser));
            }
            else
            {
                parser.SkipThisAndNestedEvents();
            }
        }
    }

    private void Keep(string key, IEnumerable<string> values) =>
        _values[key] = [.. values.Select(value => value.Trim()).Where(value => value is not ("" or "~" or "null"))];

    private static List<string> ReadList(IParser parser)
    {
        var values = new List<string>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (parser.TryConsume<Scalar>(out var scalar))
            {
                values.Add(scalar.Value);
            }
            else
            {
                parser.SkipThisAndNestedEvents();
            }
        }
        return values;
    }
}
