using System.Globalization;
using System.Text.Json;
using AngleSharp.Dom;

namespace Distributor.Articles.Reading.Pages;

/// <summary>
/// The article a page describes in JSON-LD (schema.org Article and its kinds). Broken blocks, which real pages have, are
/// mended where a stray line break or comma is the fault and passed over otherwise.
/// </summary>
internal sealed class JsonLd
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 64,
    };

    private readonly Dictionary<string, JsonElement> _byId = new(StringComparer.Ordinal);
    private JsonElement? _article;

    public bool HasArticle => _article is not null;

    public static JsonLd Read(IDocument document)
    {
        var data = new JsonLd();
        foreach (var script in document.QuerySelectorAll("script[type='application/ld+json' i]"))
        {
            if (Parse(script.TextContent) is { } root)
            {
                data.Collect(root);
            }
        }
        return data;
    }

    /// <summary>The first text under that property: a string, or the name of an object or of the first of a list.</summary>
    public string? Text(string property) => Texts(property) is [var first, ..] ? first : null;

    public IReadOnlyList<string> Texts(string property) =>
        _article is { } article && article.TryGetProperty(property, out var value)
            ? [.. Flatten(value).Select(item => Name(item) ?? NameBehindId(item)).OfType<string>()]
            : [];

    /// <summary>The address and, where given, size of an ImageObject or plain image address.</summary>
    public (string Url, int? Width, int? Height)? Image()
    {
        if (_article is not { } article || !article.TryGetProperty("image", out var image))
        {
            return null;
        }
        foreach (var value in Flatten(image))
        {
            if (value.ValueKind == JsonValueKind.String)
            {
                return (value.GetString()!, null, null);
            }
            if (
                value.ValueKind == JsonValueKind.Object
                && (String(value, "url") ?? String(value, "contentUrl")) is { } url
            )
            {
                return (url, Pixels(value, "width"), Pixels(value, "height"));
            }
        }
        return null;
    }

    private void Collect(JsonElement element)
    {
        foreach (var value in Flatten(element).Where(value => value.ValueKind == JsonValueKind.Object))
        {
            if (String(value, "@id") is { } id && value.TryGetProperty("@type", out _))
            {
                _byId.TryAdd(id, value);
            }
            if (_article is null && IsArticle(value))
            {
                _article = value;
            }
            if (value.TryGetProperty("@graph", out var graph))
            {
                Collect(graph);
            }
            if (_article is null && value.TryGetProperty("mainEntity", out var main))
            {
                Collect(main);
            }
        }
    }

    private static bool IsArticle(JsonElement value) =>
        value.TryGetProperty("@type", out var type)
        && Flatten(type)
            .Select(Name)
            .Any(name =>
                name is not null
                && (
                    name.EndsWith("Article", StringComparison.Ordinal)
                    || name.EndsWith("Posting", StringComparison.Ordinal)
                    || name == "Report"
                )
            );

    private static IEnumerable<JsonElement> Flatten(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany(Flatten) : [value];

    /// <summary>Graphs write the author once and refer to it by id.</summary>
    private string? NameBehindId(JsonElement value) =>
        String(value, "@id") is { } id && _byId.TryGetValue(id, out var target) ? String(target, "name") : null;

    private static string? Name(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => Filled(value.GetString()),
            JsonValueKind.Object => String(value, "name") ?? String(value, "@value"),
            _ => null,
        };

    private static string? String(JsonElement value, string property) =>
        value.ValueKind == JsonValueKind.Object
        && value.TryGetProperty(property, out var text)
        && text.ValueKind == JsonValueKind.String
            ? Filled(text.GetString())
            : null;

    private static int? Pixels(JsonElement value, string property)
    {
        if (!value.TryGetProperty(property, out var size))
        {
            return null;
        }
        return size.ValueKind switch
        {
            JsonValueKind.Number => size.TryGetInt32(out var number) ? number : null,
            JsonValueKind.String => int.TryParse(
                size.GetString()?.Replace("px", "", StringComparison.Ordinal),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var text
            )
                ? text
                : null,
            _ => null,
        };
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static JsonElement? Parse(string json)
    {
        // Old templates wrap the block as if browsers would show it.
        var text = json.Trim()
            .Replace("<![CDATA[", "", StringComparison.Ordinal)
            .Replace("]]>", "", StringComparison.Ordinal);
        return TryParse(text) ?? TryParse(WithoutRawLineBreaks(text));
    }

    /// <summary>Line breaks and tabs written raw inside strings are the commonest fault; between tokens a space is as good.</summary>
    private static string WithoutRawLineBreaks(string json) =>
        string.Create(
            json.Length,
            json,
            (target, source) =>
            {
                for (var index = 0; index < source.Length; index++)
                {
                    target[index] = char.IsControl(source[index]) ? ' ' : source[index];
                }
            }
        );

    private static JsonElement? TryParse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
