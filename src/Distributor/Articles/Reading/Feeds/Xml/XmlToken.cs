namespace Distributor.Articles.Reading.Feeds.Xml;

enum XmlTokenKind
{
    Text,
    Start,
    End,
    EndOfDocument,
}

/// <summary>One piece of a document. <see cref="Value"/> is the decoded text, or the name as written.</summary>
readonly record struct XmlToken(
    XmlTokenKind Kind,
    string Value = "",
    IReadOnlyList<XmlAttribute>? Attributes = null,
    bool IsClosed = false
);

/// <summary>An attribute with its name as written (prefix included) and its value decoded.</summary>
readonly record struct XmlAttribute(string Name, string Value);
