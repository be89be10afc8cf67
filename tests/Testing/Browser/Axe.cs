using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Distributor.Testing.Browser;

/// <summary>
/// What axe-core finds on a page. Its own adapter for Playwright opens a page more for every run and carries across what is in
/// order, too; here it stays in the page and tells what is wrong.
/// </summary>
public static class Axe
{
    /// <summary>WCAG 2.2 at level A and AA.</summary>
    public static readonly object Wcag = new
    {
        type = "tag",
        values = (string[])["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    };

    /// <summary>What other colours can break on a page that is sound otherwise.</summary>
    public static readonly object Colours = new
    {
        type = "rule",
        values = (string[])["color-contrast", "link-in-text-block"],
    };

    static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>Looks at the page as it is now, not into its frames: those we have are sealed against scripts, also axe's.</summary>
    /// <param name="rules"><see cref="Wcag"/> or <see cref="Colours"/>.</param>
    /// <returns>What is wrong, in words.</returns>
    /// <exception cref="InvalidOperationException">No rule found anything to look at, so the page is not what it should be.</exception>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, object rules)
    {
        if (await page.EvaluateAsync<bool>("() => typeof axe === 'undefined'"))
        {
            await page.EvaluateAsync(Script);
        }

        var found = await page.EvaluateAsync<JsonElement>(
            """
            rules => axe.run(document, { runOnly: rules, iframes: false, resultTypes: ['violations'] }).then(found => ({
              passes: found.passes.length,
              faults: found.violations.map(v => `axe ${v.impact} ${v.id}: ${v.nodes.map(n => n.html).join(' | ')}`),
            }))
            """,
            rules
        );
        return found.GetProperty("passes").GetInt32() > 0
            ? [.. found.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()!)]
            : throw new InvalidOperationException($"axe found nothing to look at on {page.Url}");
    }
}
