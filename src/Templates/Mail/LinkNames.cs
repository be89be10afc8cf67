namespace Distributor.Templates.Mail;

/// <summary>
/// Keeps the names of links unique, for those who read a mail as a list of its links (WCAG 2.4.9). A label always
/// contains the visible text (WCAG 2.5.3).
/// </summary>
internal sealed class LinkNames
{
    readonly HashSet<string> used = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null when the visible text is unique so far and needs no label, else the label that makes it so.</summary>
    public string? Label(string visible, string longer) => used.Add(visible) ? null : Unique(longer);

    public string Unique(string name)
    {
        var unique = name;
        for (var i = 2; !used.Add(unique); i++)
        {
            unique = $"{name} ({i})";
        }

        return unique;
    }
}
