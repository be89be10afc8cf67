using Distributor.Site;
using Distributor.Subscribers.Links;
using Distributor.Templates;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Delivery.Notices;

/// <summary>
/// Where the links of each notice lead. A notice is rendered and kept with stand-ins for the tokens; the tokens themselves are made
/// when the mail leaves, the same ones at every try. Nobody outside can guess a stand-in: a welcome has stories of others in it, and
/// one whose address held a stand-in would be given the reader's token.
/// </summary>
public sealed class NoticeLinks(LinkTokens tokens, IOptions<SiteOptions> site)
{
    private static readonly Duration Freshness = Duration.FromHours(1);

    /// <summary>The button's address with a stand-in; null when the notice asks for nothing.</summary>
    public Uri? ActionUrl(NoticeKind kind, Edition edition) =>
        Path(kind) is { } path ? new Uri(site.Value.BaseAddress, path + Action(edition)) : null;

    /// <summary>The unsubscribe link with a stand-in, where there is one.</summary>
    public Uri? SecondUrl(NoticeKind kind, Edition edition) =>
        kind is NoticeKind.Welcome or NoticeKind.Link
            ? new Uri(site.Value.BaseAddress, "unsubscribe/" + Second(edition))
            : null;

    /// <summary>The mail with its tokens.</summary>
    /// <param name="edition">Has the stand-ins; its id is what a link is made for that is made for nothing else.</param>
    public async Task<PersonalMail> SetInAsync(
        RenderedMail mail,
        NoticeContents notice,
        long addressId,
        Edition edition,
        CancellationToken cancellationToken
    )
    {
        var action = await ActionTokenAsync(notice, addressId, edition.Id, cancellationToken);
        var second = await tokens.CreateAsync(LinkPurpose.Unsubscribe, addressId, cancellationToken);
        return new PersonalMail(Set(mail.Html), Set(mail.Text));

        string Set(string text) =>
            text.Replace(Action(edition), action, StringComparison.Ordinal)
                .Replace(Second(edition), second, StringComparison.Ordinal);
    }

    private static string Action(Edition edition) => "action-" + edition.ContentKey[..32];

    private static string Second(Edition edition) => "second-" + edition.ContentKey[..32];

    private ValueTask<string> ActionTokenAsync(
        NoticeContents notice,
        long addressId,
        long editionId,
        CancellationToken cancellationToken
    )
    {
        var purpose = notice.Kind switch
        {
            NoticeKind.Confirm => LinkPurpose.Confirm,
            NoticeKind.Data => LinkPurpose.Data,
            NoticeKind.MoveFrom => LinkPurpose.MoveFrom,
            NoticeKind.MoveTo => LinkPurpose.MoveTo,
            _ => LinkPurpose.Preferences,
        };
        return purpose == LinkPurpose.Preferences
            ? tokens.CreateAsync(purpose, addressId, cancellationToken)
            : tokens.CreateFreshAsync(
                purpose,
                new FreshLink(
                    addressId,
                    notice.Subject ?? editionId,
                    notice.ExpiresAt ?? notice.RequestedAt + Freshness
                ),
                cancellationToken
            );
    }

    private static string? Path(NoticeKind kind) =>
        kind switch
        {
            NoticeKind.Confirm => "confirm/",
            NoticeKind.Welcome or NoticeKind.Link => "preferences/",
            NoticeKind.Data => "my-data/",
            NoticeKind.MoveFrom or NoticeKind.MoveTo => "move/",
            _ => null,
        };
}
