namespace Distributor.Articles.Reading.Feeds.Xml;

/// <summary>Reads the entities a DOCTYPE declares in the document itself; external ones are never looked at.</summary>
static class XmlDoctype
{
    /// <summary>Declares what it finds; returns the position behind the DOCTYPE that begins at <paramref name="start"/>.</summary>
    public static int Read(string text, int start, XmlEntities entities)
    {
        var head = text.AsSpan(start).IndexOfAny('[', '>');
        if (head < 0)
            return text.Length;
        var position = start + head + 1;
        if (text[position - 1] == '>')
            return position;
        while (position < text.Length && text[position] != ']')
        {
            if (text[position] != '<')
                position++;
            else if (text.AsSpan(position).StartsWith("<!--"))
                position = Behind(text, position, "-->");
            else
                position = Declaration(text, position, entities);
        }
        return Behind(text, position, ">");
    }

    /// <summary><c>&lt;!ENTITY name "value"&gt;</c>; any other declaration is skipped, quotes respected.</summary>
    static int Declaration(string text, int start, XmlEntities entities)
    {
        var isEntity = text.AsSpan(start).StartsWith("<!ENTITY");
        var position = start + 1;
        var beforeValue = -1;
        while (position < text.Length && text[position] != '>')
        {
            if (text[position] is not ('"' or '\''))
            {
                position++;
                continue;
            }
            var end = text.IndexOf(text[position], position + 1);
            if (end < 0)
                return text.Length;
            if (isEntity && beforeValue < 0)
            {
                beforeValue = position;
                Declare(
                    text[(start + "<!ENTITY".Length)..position],
                    text.AsSpan(position + 1, end - position - 1),
                    entities
                );
            }
            position = end + 1;
        }
        return Math.Min(position + 1, text.Length);
    }

    /// <summary>Before the value stands the name alone, unless it is a parameter entity (%) or an external one (SYSTEM, PUBLIC).</summary>
    static void Declare(string head, ReadOnlySpan<char> value, XmlEntities entities)
    {
        var words = head.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (words is [var name] && name != "%")
            entities.Declare(name, value);
        else if (words is [var external, "SYSTEM" or "PUBLIC"])
            entities.Declare(external, "");
    }

    static int Behind(string text, int position, string end)
    {
        var found = position < text.Length ? text.IndexOf(end, position, StringComparison.Ordinal) : -1;
        return found < 0 ? text.Length : found + end.Length;
    }
}
