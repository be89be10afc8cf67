namespace Distributor.Articles.Reading.Texts;

/// <summary>Lines of a text without the credit of an agency, and that agency.</summary>
internal sealed record AgencyLines(IReadOnlyList<string> Lines, string? Agency)
{
    /// <summary>Takes credit lines out, cuts a credit off the last paragraph, or finds the agency in the first datelines.</summary>
    public static AgencyLines Take(IReadOnlyList<string> lines)
    {
        var last = LastIndexWithWords(lines);
        var kept = new List<string>(lines.Count);
        string? agency = null;
        for (var index = 0; index < lines.Count; index++)
        {
            // Above the first paragraph a dash or bracket line belongs to the head.
            if (index > 0 && AgencyCredit.OfLine(lines[index], index == last && StandsAlone(lines, index)) is { } found)
            {
                agency = found;
                continue;
            }
            kept.Add(lines[index]);
        }
        if (
            agency is null
            && LastIndexWithWords(kept) is > 0 and var end
            && AgencyCredit.AtEndOf(kept[end]) is { } trailing
        )
        {
            kept[end] = trailing.Remainder;
            agency = trailing.Agency;
        }
        agency ??= kept.Take(8).Select(AgencyCredit.OfDateline).FirstOrDefault(found => found is not null);
        return new AgencyLines(kept, agency);
    }

    /// <summary>False for the last item of a list written with dashes.</summary>
    private static bool StandsAlone(IReadOnlyList<string> lines, int index)
    {
        var before = lines.Take(index).LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "";
        return before.TrimStart() is not ['-' or '–' or '—' or '*' or '•', ..];
    }

    private static int LastIndexWithWords(IReadOnlyList<string> lines)
    {
        var index = lines.Count - 1;
        while (index > 0 && string.IsNullOrWhiteSpace(lines[index]))
        {
            index--;
        }
        return index;
    }
}
