using Distributor.Site;
using Distributor.Subscribers.Links;
using Distributor.Templates;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Delivery.Notices;

/// <summary>
/// Where the links of each notice lead. A notice is rendered and kept with stand-ins for the tokens; the tokens themselves are made
/// when the mail leaves, the same ones at every try.
/// </summary>
public sealed class NoticeLinks(LinkTokens tokens, IOptions<SiteOptions> site)
{
    private const string Action = "action-token";
    private const string Second = "second-token";

    private static readonly Duration Freshness = Duration.FromHours(1);

    /// <summary>The button's address with a stand-in; null when the notice asks for nothing.</summary>
    public Uri? ActionUrl(NoticeKind kind) =>
        Path(kind) is { } path ? new Uri(site.Value.BaseAddress, path + Action) : null;

    /// <summary>The unsubscribe link with a stand-in, where there is one.</summary>
    public Uri? SecondUrl(NoticeKind kind) =>
        kind is NoticeKind.Welcome or NoticeKind.Link ? new Uri(site.Value.BaseAddress, "unsubscribe/" + Second) : null;

    /// <summary>The mail with its tokens.</summary>
    /// <param name="editionId">What a link is made for that is made for nothing else.</param>
    public async Task<PersonalMail> SetInAsync(
        RenderedMail mail,
        NoticeContents notice,
        long addressId,
        long editionId,
        CancellationToken cancellationToken
    )
    {
        var action = await ActionTokenAsync(notice, addressId, editionId, cancellationToken);
        var second = await tokens.CreateAsync(LinkPurpose.Unsubscribe, addressId, cancellationToken);
        return new PersonalMail(Set(mail.Html), Set(mail.Text));

        string Set(string text) =>
            text.Replace("/" + Action, "/" + action, StringComparison.Ordinal)
                .Replace("/" + Second, "/" + second, StringComparison.Ordinal);
    }

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
