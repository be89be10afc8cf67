namespace Distributor.Articles.Reading.Feeds.Xml;

/// <summary>
/// Cuts a document into tags and text and forgives what feeds get wrong: text before the first tag, stray
/// <c>&amp;</c> and <c>&lt;</c>, attributes without quotes, comments and CDATA never closed. Every character is looked at a
/// bounded number of times, so the time is linear whatever the input.
/// </summary>
sealed class XmlTokenizer(string text)
{
    readonly XmlEntities entities = new();
    int position = Math.Max(0, text.IndexOf('<', StringComparison.Ordinal));

    public XmlToken Next()
    {
        while (position < text.Length)
        {
            if (text[position] != '<')
                return TextUpToTag();
            if (StartsWith("<![CDATA["))
                return CData();
            if (StartsWith("<!--"))
                SkipPast("-->");
            else if (StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
                position = XmlDoctype.Read(text, position, entities);
            else if (StartsWith("<!"))
                SkipPast(">");
            else if (StartsWith("<?"))
                SkipPast(">");
            else if (StartsWith("</") && XmlNames.IsStart(At(position + 2)))
                return EndTag();
            else if (XmlNames.IsStart(At(position + 1)))
                return StartTag();
            else
                return TextUpToTag();
        }
        return new XmlToken(XmlTokenKind.EndOfDocument);
    }

    /// <summary>Text runs to the next bracket that can begin markup: <c>1 &lt; 2</c> is text.</summary>
    XmlToken TextUpToTag()
    {
        var start = position++;
        while (position < text.Length && !(text[position] == '<' && BeginsMarkup(position + 1)))
            position++;
        return new XmlToken(XmlTokenKind.Text, entities.Decode(text.AsSpan(start, position - start)));
    }

    bool BeginsMarkup(int next) =>
        At(next) is '!' or '?' || XmlNames.IsStart(At(next)) || (At(next) == '/' && XmlNames.IsStart(At(next + 1)));

    /// <summary>A CDATA section that is never closed runs to the end.</summary>
    XmlToken CData()
    {
        var start = position + "<![CDATA[".Length;
        SkipPast("]]>");
        var end = position >= 3 && text.AsSpan(0, position).EndsWith("]]>") ? position - 3 : position;
        return new XmlToken(XmlTokenKind.Text, XmlNames.WithoutControls(text.AsSpan(start, Math.Max(0, end - start))));
    }

    XmlToken EndTag()
    {
        position += 2;
        var name = Name();
        SkipPast(">");
        return new XmlToken(XmlTokenKind.End, name);
    }

    XmlToken StartTag()
    {
        position++;
        var name = Name();
        List<XmlAttribute>? attributes = null;
        while (true)
        {
            SkipWhiteSpace();
            var c = At(position);
            // A bracket inside a tag: the end of this one was forgotten.
            if (c == '<' || position >= text.Length)
                return new XmlToken(XmlTokenKind.Start, name, attributes);
            if (c == '>')
            {
                position++;
                return new XmlToken(XmlTokenKind.Start, name, attributes);
            }
            if (c == '/' && At(position + 1) == '>')
            {
                position += 2;
                return new XmlToken(XmlTokenKind.Start, name, attributes, IsClosed: true);
            }
            if (!XmlNames.IsStart(c))
            {
                position++;
                continue;
            }
            var attribute = Attribute();
            attributes ??= [];
            if (attributes.Count < ReadLimits.MaxAttributesPerElement)
                attributes.Add(attribute);
        }
    }

    XmlAttribute Attribute()
    {
        var name = Name();
        SkipWhiteSpace();
        if (At(position) != '=')
            return new XmlAttribute(name, "");
        position++;
        SkipWhiteSpace();
        var quote = At(position);
        if (quote is '"' or '\'' && text.IndexOf(quote, position + 1) is >= 0 and var end)
        {
            var quoted = text.AsSpan(position + 1, end - position - 1);
            position = end + 1;
            return new XmlAttribute(name, entities.Decode(quoted));
        }
        // No quotes, or none that is ever closed: up to the next space or the end of the tag. In the second case the search
        // above ran to the end of the document, so the quote is made harmless for all that follow.
        if (quote is '"' or '\'')
            position = Math.Min(position + 1, text.Length);
        var start = position;
        while (position < text.Length && !char.IsWhiteSpace(text[position]) && text[position] is not ('>' or '<'))
            position++;
        return new XmlAttribute(name, entities.Decode(text.AsSpan(start, position - start)));
    }

    string Name()
    {
        var start = position;
        while (position < text.Length && XmlNames.IsPart(text[position]))
            position++;
        return text[start..position];
    }

    void SkipWhiteSpace()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
            position++;
    }

    /// <summary>Behind the next <paramref name="end"/>, or to the end of the document when there is none.</summary>
    void SkipPast(string end)
    {
        var found = text.IndexOf(end, position, StringComparison.Ordinal);
        position = found < 0 ? text.Length : found + end.Length;
    }

    char At(int index) => index < text.Length ? text[index] : '\0';

    bool StartsWith(string value, StringComparison comparison = StringComparison.Ordinal) =>
        text.AsSpan(position).StartsWith(value, comparison);
}
