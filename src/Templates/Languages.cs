namespace Distributor.Templates;

/// <summary>The languages our own words come in: buttons, dates, reasons. Articles keep their language.</summary>
public static class Languages
{
    /// <summary>BCP 47 primary tags, sorted.</summary>
    public static IReadOnlyList<string> Supported { get; } = ["ar", "en", "es", "ru"];

    /// <summary>The supported language for any tag: <c>es-MX</c> is <c>es</c>; unknown, empty and malformed ones are <c>en</c>.</summary>
    public static string Resolve(string? tag)
    {
        var primary = tag?.Split('-', '_')[0].ToLowerInvariant();
        return Supported.FirstOrDefault(language => language == primary) ?? "en";
    }
}
