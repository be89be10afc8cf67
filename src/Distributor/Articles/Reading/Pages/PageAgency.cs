using AngleSharp.Dom;
using Distributor.Articles.Reading.Texts;

namespace Distributor.Articles.Reading.Pages;

/// <summary>The agency a page credits: a line at the end of the text, a dateline, or a named source.</summary>
internal static class PageAgency
{
    private const int BlocksLookedAt = 3;

    /// <summary>Takes a credit that is a block of its own out of <paramref name="root"/>.</summary>
    public static string? Take(IElement root, PageMetadata metadata)
    {
        var blocks = PageBlocks.Leaves(root);
        for (var index = blocks.Count - 1; index > 0 && index >= blocks.Count - BlocksLookedAt; index--)
        {
            if (AgencyCredit.OfLine(PageBlocks.Line(blocks[index]), index == blocks.Count - 1) is { } credited)
            {
                blocks[index].Remove();
                return credited;
            }
        }
        var lines = blocks.Select(PageBlocks.Line).ToArray();
        return (lines.Length > 0 ? AgencyCredit.AtEndOf(lines[^1])?.Agency : null)
            ?? lines.Take(BlocksLookedAt).Select(AgencyCredit.OfDateline).FirstOrDefault(agency => agency is not null)
            ?? metadata.Sources.Select(Agencies.Recognize).FirstOrDefault(agency => agency is not null)
            ?? (metadata.Author is null ? null : Agencies.Recognize(metadata.Author));
    }
}
