namespace Distributor.Articles.Reading.Sanitizing;

/// <summary>
/// The stack of open elements as a browser would keep it, reduced to names: implied end tags, void elements, and
/// formatting elements, which a browser opens again inside every later block until their own end tag comes.
/// </summary>
internal sealed class OpenTags
{
    private const int IdenticalFormatting = 3; // WHATWG HTML, 13.2.4.3: "Noah's Ark", three per family.

    private readonly Stack<string> _stack = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _formatting = new(StringComparer.Ordinal);
    private int _formattingDepth;

    public bool InForeignContent => IsOpen("svg") || IsOpen("math");

    /// <summary>Opens an element and returns the depth it lies at.</summary>
    public int Open(ReadOnlySpan<char> rawName, ReadOnlySpan<char> tag)
    {
        var name = rawName.ToString().ToLowerInvariant();
        if (IsVoid(name) || (InForeignContent && tag.EndsWith("/>")))
        {
            return _stack.Count + _formattingDepth + 1;
        }
        foreach (var closed in ClosedBy(name))
        {
            CloseInScope(closed);
        }
        if (IsFormatting(name))
        {
            // Attributes tell formatting elements apart, so a family is the whole tag.
            var family = tag.ToString();
            var count = _formatting.GetValueOrDefault(family);
            if (count < IdenticalFormatting)
            {
                _formatting[family] = count + 1;
                _formattingDepth++;
            }
            return _stack.Count + _formattingDepth;
        }
        _stack.Push(name);
        _open[name] = _open.GetValueOrDefault(name) + 1;
        return _stack.Count + _formattingDepth;
    }

    public void Close(ReadOnlySpan<char> rawName)
    {
        var name = rawName.ToString().ToLowerInvariant();
        if (IsFormatting(name))
        {
            CloseFormatting(name);
        }
        else
        {
            CloseInScope(name);
        }
    }

    private bool IsOpen(string name) => _open.GetValueOrDefault(name) > 0;

    private void CloseFormatting(string name)
    {
        // At most MaxDepth families are kept, so this stays linear in the document.
        var family = _formatting.Keys.LastOrDefault(key => HtmlTagScanner.Is(HtmlTagScanner.Name(key), name));
        if (family is null)
        {
            return;
        }
        _formattingDepth--;
        if (--_formatting[family] == 0)
        {
            _formatting.Remove(family);
        }
    }

    /// <summary>Closes the innermost element of that name unless a boundary of its scope lies above it (13.2.4.2).</summary>
    private void CloseInScope(string name)
    {
        if (!IsOpen(name))
        {
            return;
        }
        var above = 0;
        foreach (var open in _stack)
        {
            if (open == name)
            {
                for (; above >= 0; above--)
                {
                    _open[_stack.Pop()]--;
                }
                return;
            }
            if (BoundsScopeOf(name, open))
            {
                return;
            }
            above++;
        }
    }

    private static bool BoundsScopeOf(string name, string open) =>
        open switch
        {
            "table" or "template" or "svg" or "math" => true,
            "td" or "th" or "caption" or "button" or "object" => !IsTablePart(name),
            "ul" or "ol" => name == "li",
            "dl" => name is "dt" or "dd",
            _ => false,
        };

    private static bool IsTablePart(string name) =>
        name is "td" or "th" or "tr" or "tbody" or "thead" or "tfoot" or "caption" or "colgroup" or "table";

    private static string[] ClosedBy(string name) =>
        name switch
        {
            "li" => ["p", "li"],
            "dt" or "dd" => ["p", "dt", "dd"],
            "option" => ["option"],
            "optgroup" => ["option", "optgroup"],
            "tr" => ["td", "th", "tr"],
            "td" or "th" => ["td", "th"],
            "tbody" or "thead" or "tfoot" => ["td", "th", "tr", "tbody", "thead", "tfoot", "colgroup"],
            "rt" or "rp" => ["rt", "rp"],
            _ => EndsParagraph(name) ? ["p"] : [],
        };

    private static bool EndsParagraph(string name) =>
        name
            is "p"
                or "div"
                or "ul"
                or "ol"
                or "dl"
                or "section"
                or "article"
                or "aside"
                or "header"
                or "footer"
                or "h1"
                or "h2"
                or "h3"
                or "h4"
                or "h5"
                or "h6"
                or "blockquote"
                or "figure"
                or "figcaption"
                or "form"
                or "main"
                or "nav"
                or "pre"
                or "table"
                or "address"
                or "details"
                or "summary"
                or "center";

    private static bool IsFormatting(string name) =>
        name
            is "a"
                or "b"
                or "big"
                or "code"
                or "em"
                or "font"
                or "i"
                or "nobr"
                or "s"
                or "small"
                or "strike"
                or "strong"
                or "tt"
                or "u";

    private static bool IsVoid(string name) =>
        name
            is "area"
                or "base"
                or "br"
                or "col"
                or "embed"
                or "hr"
                or "img"
                or "input"
                or "link"
                or "meta"
                or "param"
                or "source"
                or "track"
                or "wbr";
}
