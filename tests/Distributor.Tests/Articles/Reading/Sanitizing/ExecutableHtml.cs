using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Distributor.Tests.Articles.Reading.Sanitizing;

/// <summary>Finds what a browser would run or load as code, with scripting on and off (noscript parses differently).</summary>
internal static class ExecutableHtml
{
    private static readonly string[] Harmless = ["http:", "https:", "mailto:"];

    private static readonly HashSet<string> Addresses = new(
        ["href", "src", "srcset", "poster", "cite", "action", "formaction", "data", "xlink:href", "ping", "background"],
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly HashSet<string> Dangerous = new(
        [
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "svg",
            "math",
            "template",
            "noscript",
            "meta",
            "base",
            "link",
            "form",
            "input",
            "button",
            "textarea",
            "select",
            "frame",
            "applet",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    public static IReadOnlyList<string> In(string html) => [.. Find(html, true), .. Find(html, false)];

    private static IEnumerable<string> Find(string html, bool scripting)
    {
        var parser = new HtmlParser(new HtmlParserOptions { IsScripting = scripting });
        foreach (var element in parser.ParseDocument("<body>" + html).Body!.QuerySelectorAll("*"))
        {
            if (Dangerous.Contains(element.LocalName))
            {
                yield return $"<{element.LocalName}>";
            }
            foreach (var attribute in element.Attributes.Where(IsDangerous))
            {
                yield return $"{element.LocalName} {attribute.Name}={attribute.Value}";
            }
        }
    }

    private static bool IsDangerous(IAttr attribute)
    {
        if (attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }
        if (attribute.Name is "style" or "class" or "id" or "srcdoc")
        {
            return true;
        }
        return Addresses.Contains(attribute.Name)
            && attribute
                .Value.Split(',')
                .Select(part => part.Trim())
                .Any(part =>
                    part.Length > 0 && !Harmless.Any(scheme => part.StartsWith(scheme, StringComparison.Ordinal))
                );
    }
}
