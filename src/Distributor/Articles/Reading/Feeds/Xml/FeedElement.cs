using System.Text;

namespace Distributor.Articles.Reading.Feeds.Xml;

/// <summary>An element of a feed. Names are in lower case: feeds write pubDate in every way.</summary>
sealed class FeedElement
{
    readonly List<FeedNode> children = [];

    public required Vocabulary Vocabulary { get; init; }

    /// <summary>Without prefix.</summary>
    public required string Name { get; init; }

    public IReadOnlyList<FeedAttribute> Attributes { get; init; } = [];

    /// <summary>What relative addresses in it are relative to; null when nobody said.</summary>
    public Uri? Base { get; init; }

    /// <summary>xml:lang of this element or the nearest around it.</summary>
    public string? Language { get; init; }

    /// <summary>True when the document ended inside it.</summary>
    public bool IsCutOff { get; set; }

    public IReadOnlyList<FeedNode> Nodes => children;

    public IEnumerable<FeedElement> Elements => children.Where(c => c.Element is not null).Select(c => c.Element!);

    public void Add(FeedElement element) => children.Add(new FeedNode(element, ""));

    public void Add(string text) => children.Add(new FeedNode(null, text));

    public void Remove(FeedElement element) => children.RemoveAll(c => c.Element == element);

    public bool Is(Vocabulary vocabulary, string name) => Vocabulary == vocabulary && Name == name;

    /// <summary>The children of that name, in the order of the document.</summary>
    public IEnumerable<FeedElement> All(Vocabulary vocabulary, string name) =>
        Elements.Where(e => e.Is(vocabulary, name));

    public FeedElement? First(Vocabulary vocabulary, string name) => All(vocabulary, name).FirstOrDefault();

    /// <summary>Value of an attribute without namespace, trimmed; null when missing or empty.</summary>
    public string? Attribute(string name) => Attribute(Vocabulary.Rss, name);

    public string? Attribute(Vocabulary vocabulary, string name)
    {
        foreach (var attribute in Attributes)
            if (
                attribute.Name == name
                && attribute.Vocabulary == vocabulary
                && attribute.Value.Trim() is { Length: > 0 } value
            )
                return value;
        return null;
    }

    public bool HasElements => children.Exists(c => c.Element is not null);

    /// <summary>All text in it, that of its elements included, trimmed.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        foreach (var node in Descendants())
            text.Append(node.Text);
        return text.ToString().Trim();
    }

    /// <summary>Its nodes and theirs in the order of the document, without recursion.</summary>
    public IEnumerable<FeedNode> Descendants()
    {
        var open = new Stack<FeedNode>(children.AsEnumerable().Reverse());
        while (open.TryPop(out var node))
        {
            yield return node;
            for (var i = (node.Element?.children.Count ?? 0) - 1; i >= 0; i--)
                open.Push(node.Element!.children[i]);
        }
    }
}

/// <summary>Either an element or a piece of text.</summary>
readonly record struct FeedNode(FeedElement? Element, string Text);

/// <summary>An attribute; one without prefix has the vocabulary <see cref="Vocabulary.Rss"/>, which is "none".</summary>
readonly record struct FeedAttribute(Vocabulary Vocabulary, string Name, string Value);
