using Distributor.Site.Forms;
using Distributor.Storage;
using Distributor.Subscribers.History;
using Distributor.Subscribers.Searching;

namespace Distributor.Dashboard.Subscribers;

/// <summary>All that the view of one person shows, in the drawer or on a page of its own.</summary>
public sealed record PersonModel
{
    public const string SentTab = "sent";
    public const string WhyTab = "why";
    public const string RecordTab = "record";

    public required SubscriberView View { get; init; }
    public required IReadOnlyList<TopicChoice> Topics { get; init; }

    /// <summary>Empty: addresses and wishes.</summary>
    public required string Tab { get; init; }

    /// <summary>The view's address with another tab.</summary>
    public required Func<string, string> TabHref { get; init; }

    public IReadOnlyList<SentRow> Sent { get; init; } = [];

    /// <summary>The next page of what was sent; null at its end.</summary>
    public string? OlderHref { get; init; }
    public IReadOnlyList<ConsentRow> Consent { get; init; } = [];
    public IReadOnlyList<AuditEntry> Audit { get; init; } = [];
    public IReadOnlyList<RecentStory> Stories { get; init; } = [];

    /// <summary>The article asked about; null before the question.</summary>
    public long? Story { get; init; }
    public IReadOnlyList<Answer>? Answers { get; init; }

    /// <summary>A form that was not taken; null when none was.</summary>
    public PersonFault? Fault { get; init; }

    public string Here => TabHref(Tab);
}

/// <summary>A form of the view that was not taken: what is wrong, and what was typed.</summary>
/// <param name="Form">Which: <c>name</c>, <c>address</c>, <c>wishes-12</c>, <c>email-12</c>, <c>pause-12</c>.</param>
/// <param name="Errors">By field.</param>
/// <param name="OtherId">Somebody else who has the address.</param>
public sealed record PersonFault(
    string Form,
    IReadOnlyDictionary<string, string> Errors,
    IReadOnlyDictionary<string, string> Typed,
    long? OtherId = null
);
