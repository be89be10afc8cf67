using AngleSharp.Dom;

namespace Distributor.Articles.Reading.Pages;

/// <summary>The <c>meta</c> elements of a page by name, property or itemprop, whichever the page used.</summary>
internal sealed class MetaTags
{
    private readonly ILookup<string, string> _values;

    public MetaTags(IDocument page) =>
        _values = page.QuerySelectorAll("meta[content]")
            .Select(meta => (Key: Key(meta), Content: meta.GetAttribute("content")!.Trim()))
            .Where(meta => meta.Key.Length > 0 && meta.Content.Length > 0)
            .ToLookup(meta => meta.Key, meta => meta.Content, StringComparer.OrdinalIgnoreCase);

    /// <summary>The first value of the first of these names that the page has.</summary>
    public string? this[params ReadOnlySpan<string> names]
    {
        get
        {
            foreach (var name in names)
            {
                if (_values[name].FirstOrDefault() is { } value)
                {
                    return value;
                }
            }
            return null;
        }
    }

    public IReadOnlyList<string> All(params string[] names) => [.. names.SelectMany(name => _values[name])];

    private static string Key(IElement meta) =>
        meta.GetAttribute("property")
        ?? meta.GetAttribute("name")
        ?? meta.GetAttribute("itemprop")
        ?? meta.GetAttribute("http-equiv")
        ?? "";
}
