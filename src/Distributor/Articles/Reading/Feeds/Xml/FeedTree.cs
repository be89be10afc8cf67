using Distributor.Articles.Reading.Feeds.Fields;

namespace Distributor.Articles.Reading.Feeds.Xml;

/// <summary>
/// Builds the tree of a feed out of its tokens and mends it: an end tag closes everything up to its match or is ignored,
/// a new item closes an open one, what the end of the document leaves open is closed and marked. Elements below
/// <see cref="ReadLimits.MaxDepth"/> are dissolved: their text stays, they do not.
/// </summary>
sealed class FeedTree
{
    /// <summary>A feed of 5,000 items has some 150,000; what comes after this many is treated as cut off, to save memory.</summary>
    public const int MaxElements = 500_000;

    readonly record struct Open(string Name, FeedElement? Element, NamespaceScope? Scope);

    readonly List<Open> open = [];
    readonly Dictionary<string, int> openNames = new(StringComparer.Ordinal);
    readonly FeedElement document;
    int elements;

    /// <summary>Where text goes: the deepest open element that was kept.</summary>
    FeedElement current;

    FeedTree(Uri? address)
    {
        document = current = new FeedElement
        {
            Vocabulary = Vocabulary.Foreign,
            Name = "",
            Base = address,
        };
    }

    /// <summary>An element without name that holds the root; empty when there is no tag in <paramref name="text"/>.</summary>
    public static FeedElement Parse(string text, Uri? address)
    {
        var tokens = new XmlTokenizer(text);
        var tree = new FeedTree(address);
        for (
            var token = tokens.Next();
            token.Kind != XmlTokenKind.EndOfDocument && tree.elements < MaxElements;
            token = tokens.Next()
        )
            tree.Take(token);
        foreach (var left in tree.open)
            left.Element?.IsCutOff = true;
        return tree.document;
    }

    void Take(XmlToken token)
    {
        if (token.Kind == XmlTokenKind.Text)
            current.Add(token.Value);
        else if (token.Kind == XmlTokenKind.End)
            Close(token.Value.ToLowerInvariant());
        else
            Start(token);
    }

    void Start(XmlToken token)
    {
        var qualified = token.Value.ToLowerInvariant();
        var (prefix, name) = Split(qualified);
        var attributes = token.Attributes ?? [];
        var isRoot = open.Count == 0;
        var scope = open.Count < ReadLimits.MaxDepth ? NamespaceScope.Of(attributes, Scope, isRoot) : Scope;
        var vocabulary = NamespaceScope.Find(scope, prefix);
        if (IsItem(vocabulary, name) && openNames.ContainsKey(qualified))
            Close(qualified);

        FeedElement? element = null;
        if (open.Count < ReadLimits.MaxDepth)
        {
            element = Element(vocabulary, name, attributes, scope);
            current.Add(element);
            elements++;
        }
        if (token.IsClosed || IsVoid(vocabulary, name))
            return;
        open.Add(new Open(qualified, element, scope));
        openNames[qualified] = openNames.GetValueOrDefault(qualified) + 1;
        current = element ?? current;
    }

    FeedElement Element(
        Vocabulary vocabulary,
        string name,
        IReadOnlyList<XmlAttribute> attributes,
        NamespaceScope? scope
    )
    {
        var named = attributes.Where(a => !IsDeclaration(a.Name)).Select(a => Attribute(a, scope)).ToArray();
        var xmlBase = Xml(named, "base");
        return new FeedElement
        {
            Vocabulary = vocabulary,
            Name = name,
            Attributes = named,
            Base = xmlBase is null ? current.Base : Addresses.Resolve(xmlBase, current.Base) ?? current.Base,
            Language = Xml(named, "lang") ?? current.Language,
        };
    }

    /// <summary>Closes up to the innermost open element of that name; a name that is not open changes nothing.</summary>
    void Close(string qualified)
    {
        if (!openNames.ContainsKey(qualified))
            return;
        bool found;
        do
        {
            var last = open[^1];
            open.RemoveAt(open.Count - 1);
            if (--openNames[last.Name] == 0)
                openNames.Remove(last.Name);
            found = last.Name == qualified;
        } while (!found);
        // Only the elements at the bottom of the stack are kept ones, so the deepest kept one is at most here.
        current = open.Count == 0 ? document : open[Math.Min(open.Count, ReadLimits.MaxDepth) - 1].Element!;
    }

    NamespaceScope? Scope => open.Count == 0 ? null : open[^1].Scope;

    static bool IsItem(Vocabulary vocabulary, string name) =>
        (vocabulary == Vocabulary.Rss && name is "item") || (vocabulary is Vocabulary.Atom && name is "entry");

    /// <summary>Elements of HTML that have no end tag, when somebody forgot to escape a description.</summary>
    static bool IsVoid(Vocabulary vocabulary, string name) =>
        vocabulary is Vocabulary.Rss or Vocabulary.Atom or Vocabulary.Xhtml
        && name is "br" or "hr" or "img" or "wbr" or "input";

    static bool IsDeclaration(string name) => name.StartsWith("xmlns", StringComparison.OrdinalIgnoreCase);

    static string? Xml(FeedAttribute[] attributes, string name) =>
        Array.Find(attributes, a => a.Vocabulary == Vocabulary.Xml && a.Name == name).Value?.Trim()
            is { Length: > 0 } value
            ? value
            : null;

    static FeedAttribute Attribute(XmlAttribute attribute, NamespaceScope? scope)
    {
        var (prefix, name) = Split(attribute.Name.ToLowerInvariant());
        // An attribute without prefix has no namespace, whatever the default one is (Namespaces in XML, section 6.2).
        return new FeedAttribute(
            prefix.Length == 0 ? Vocabulary.Rss : NamespaceScope.Find(scope, prefix),
            name,
            attribute.Value
        );
    }

    static (string Prefix, string Name) Split(string qualified) =>
        qualified.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            ? (qualified[..colon], qualified[(colon + 1)..])
            : ("", qualified);
}
