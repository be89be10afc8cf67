using System.Globalization;
using System.Text.Json;

namespace Distributor.Articles.Reading.Feeds.Json;

/// <summary>Reads members of a JSON object that may be missing, null, or of another type than promised.</summary>
static class JsonValues
{
    /// <summary>The text of a string or number, trimmed; null for anything else and for an empty one.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { } value ? Text(value) : null;

    public static string? Text(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => String(value),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    public static long? Number(this JsonElement element, string name) =>
        long.TryParse(element.Text(name), CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    /// <summary>The elements of an array; a single value counts as an array of one.</summary>
    public static IEnumerable<JsonElement> Values(this JsonElement element, string name) =>
        element.Member(name) switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } array => array.EnumerateArray(),
            { } single => [single],
        };

    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    static string? String(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, written as an escape, is no text; the class library can only say so by throwing.
            return null;
        }
    }
}
