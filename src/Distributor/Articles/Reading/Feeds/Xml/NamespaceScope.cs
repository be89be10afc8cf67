namespace Distributor.Articles.Reading.Feeds.Xml;

/// <summary>The namespaces declared on an element and around it; a chain of bounded length, nearest first.</summary>
sealed class NamespaceScope
{
    /// <summary>Real feeds declare about ten; more would make every lookup slow.</summary>
    const int MaxDeclarations = 64;

    readonly NamespaceScope? outer;
    readonly string prefix;
    readonly Vocabulary vocabulary;
    readonly int length;

    NamespaceScope(NamespaceScope? outer, string prefix, Vocabulary vocabulary)
    {
        (this.outer, this.prefix, this.vocabulary) = (outer, prefix, vocabulary);
        length = (outer?.length ?? 0) + 1;
    }

    /// <summary>The scope of an element with these attributes inside <paramref name="outer"/>.</summary>
    public static NamespaceScope? Of(IReadOnlyList<XmlAttribute> attributes, NamespaceScope? outer, bool isRoot)
    {
        var scope = outer;
        foreach (var (name, value) in attributes)
        {
            if (!name.StartsWith("xmlns", StringComparison.OrdinalIgnoreCase) || scope?.length >= MaxDeclarations)
                continue;
            if (name.Length == 5)
                scope = new NamespaceScope(scope, "", OfDefault(value, isRoot));
            else if (name[5] == ':')
                scope = new NamespaceScope(scope, name[6..].ToLowerInvariant(), Vocabularies.OfUri(value));
        }
        return scope;
    }

    public static Vocabulary Find(NamespaceScope? scope, string prefix)
    {
        for (; scope is not null; scope = scope.outer)
            if (scope.prefix == prefix)
                return scope.vocabulary;
        return Vocabularies.OfPrefix(prefix);
    }

    /// <summary>RSS has no namespace, so whatever the root invents for itself means RSS.</summary>
    static Vocabulary OfDefault(string uri, bool isRoot) =>
        Vocabularies.OfUri(uri) is var known && known == Vocabulary.Foreign && isRoot ? Vocabulary.Rss : known;
}
