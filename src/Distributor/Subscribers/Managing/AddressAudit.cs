using System.Globalization;
using Distributor.Storage;
using NodaTime;

namespace Distributor.Subscribers.Managing;

/// <summary>
/// What admins and programs do to people goes into the audit, in the transaction that does it; what readers do themselves is in
/// their proof of consent alone. Names and addresses are not written down: the audit outlives a deletion.
/// </summary>
internal static class AddressAudit
{
    public static string Subject(long subscriberId) =>
        "subscriber:" + subscriberId.ToString(CultureInfo.InvariantCulture);

    /// <param name="by">Who; a reader or one of our own clocks leaves no entry.</param>
    public static void Add(
        DistributorDb db,
        string by,
        string action,
        long subscriberId,
        string? before,
        string? after,
        Instant now
    )
    {
        if (IsAudited(by))
        {
            db.Audit.Add(
                new AuditEntry
                {
                    At = now,
                    Actor = by,
                    Action = action,
                    Subject = Subject(subscriberId),
                    Before = before,
                    After = after,
                }
            );
        }
    }

    public static bool IsAudited(string by) =>
        by.StartsWith("admin:", StringComparison.Ordinal)
        || by.StartsWith("api:", StringComparison.Ordinal)
        || by.StartsWith("cli:", StringComparison.Ordinal);

    /// <summary>Which of a person's addresses: <c>e-mail 12</c>.</summary>
    public static string Name(Address address) =>
        (address.Channel == Channels.ChannelKind.Email ? "e-mail " : "chat ")
        + address.Id.ToString(CultureInfo.InvariantCulture);
}
