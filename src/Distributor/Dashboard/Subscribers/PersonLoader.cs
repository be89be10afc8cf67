using System.Globalization;
using Distributor.Api;
using Distributor.Delivery;
using Distributor.Site.Forms;
using Distributor.Subscribers.History;
using Distributor.Subscribers.Searching;
using Microsoft.AspNetCore.WebUtilities;

namespace Distributor.Dashboard.Subscribers;

/// <summary>Reads what the view of one person shows, no more than its tab needs.</summary>
public sealed class PersonLoader(SubscriberReader reader, PersonHistory history, WhyNothing why)
{
    private const int SentPerPage = 30;

    /// <returns>Null when there is no such person.</returns>
    public async Task<PersonModel?> LoadAsync(
        long id,
        string tab,
        Func<string, string> tabHref,
        IReadOnlyList<TopicChoice> topics,
        Func<string, string?> query,
        CancellationToken cancellationToken
    )
    {
        if (await reader.FindAsync(id, cancellationToken) is not { } view)
        {
            return null;
        }
        var model = new PersonModel
        {
            View = view,
            Topics = topics,
            Tab = tab,
            TabHref = tabHref,
        };
        return tab switch
        {
            PersonModel.SentTab => await SentAsync(model, query("older"), cancellationToken),
            PersonModel.WhyTab => await WhyAsync(model, query("story"), cancellationToken),
            PersonModel.RecordTab => model with
            {
                Consent = await history.ConsentAsync(id, cancellationToken),
                Audit = await history.AuditAsync(id, cancellationToken),
            },
            _ => model with { Tab = "" },
        };
    }

    private async Task<PersonModel> SentAsync(PersonModel model, string? older, CancellationToken cancellationToken)
    {
        DeliveryKey? before = string.IsNullOrEmpty(older) ? null : DeliveryCursor.Read(older);
        var rows = await history.DeliveriesAsync(model.View.Id, before, SentPerPage + 1, cancellationToken);
        return model with
        {
            Sent = [.. rows.Take(SentPerPage)],
            OlderHref =
                rows.Count > SentPerPage
                    ? QueryHelpers.AddQueryString(
                        model.TabHref(PersonModel.SentTab),
                        "older",
                        DeliveryCursor.Write(rows[SentPerPage - 1].Row)
                    )
                    : null,
        };
    }

    private async Task<PersonModel> WhyAsync(PersonModel model, string? story, CancellationToken cancellationToken)
    {
        var article = long.TryParse(story, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : (long?)null;
        return model with
        {
            Stories = await why.RecentAsync(cancellationToken),
            Story = article,
            Answers = article is { } asked ? await why.AskAsync(model.View.Id, asked, cancellationToken) : null,
        };
    }
}
