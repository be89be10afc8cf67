namespace Distributor.Templates.Telegram;

/// <summary>Measures our own Telegram HTML as the Bot API does: after parsing.</summary>
internal static class Visible
{
    /// <summary>Entities beyond 100 are dropped without a word (Bot API); some are left for what the server finds itself.</summary>
    public const int MostEntities = 90;

    /// <summary>Code points without tags; a character reference is one.</summary>
    public static int Length(string html)
    {
        var length = 0;
        var inTag = false;
        var inReference = false;
        foreach (var character in html)
        {
            (inTag, inReference) = character switch
            {
                '<' => (true, false),
                '&' when !inTag => (false, true),
                _ => (inTag, inReference),
            };
            length += inTag || inReference || char.IsLowSurrogate(character) ? 0 : 1;
            if (character == '>')
            {
                inTag = false;
            }
            else if (character == ';' && inReference)
            {
                inReference = false;
                length++;
            }
        }

        return length;
    }

    /// <summary>Start tags; each becomes an entity.</summary>
    public static int Entities(string html)
    {
        var tags = 0;
        for (var i = 0; i + 1 < html.Length; i++)
        {
            tags += html[i] == '<' && html[i + 1] != '/' ? 1 : 0;
        }

        return tags;
    }
}
