using Distributor.Site.Forms;
using Distributor.Storage;
using Distributor.Subscribers.Links;
using Distributor.Subscribers.Preferences;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace Distributor.Site.Preferences;

/// <summary>What every step of the settings page needs.</summary>
internal sealed record PreferencesRequest(
    string Token,
    HttpContext Context,
    [FromServices] LinkTokens Tokens,
    [FromServices] Database Database,
    [FromServices] PreferenceService Preferences,
    [FromServices] BotLink Bot,
    [FromServices] IClock Clock,
    [FromServices] TimeProvider Time
)
{
    /// <summary>Whose link it is; null when it is none of ours or the address is gone.</summary>
    public async Task<FoundReader?> FindAsync()
    {
        var cancellation = Context.RequestAborted;
        if (
            await Tokens.ReadAsync(LinkPurpose.Preferences, Token, cancellation) is not { } id
            || await ReaderAddress.FindAsync(Database, id, cancellation) is not { } reader
            || await Preferences.ReadAsync(id, cancellation) is not { } wishes
        )
        {
            return null;
        }
        var asked = PageLanguage.Of(Context);
        return new FoundReader(reader, wishes, asked.IsChosen ? asked : PageLanguage.For(reader.Language));
    }

    public IResult Unknown() => MessagePage.Result(PageLanguage.Of(Context), LinkMessages.Unknown);

    /// <summary>The page again, so that a reload posts nothing twice.</summary>
    public IResult Back(string query) =>
        new SeeOther(PageLanguage.Of(Context).Link($"/preferences/{Uri.EscapeDataString(Token)}{query}"));
}

internal sealed record FoundReader(ReaderAddress Reader, Wishes Wishes, PageLanguage Language);
