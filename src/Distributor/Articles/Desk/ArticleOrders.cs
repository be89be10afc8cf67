using System.Globalization;
using Distributor.Storage;
using NodaTime;

namespace Distributor.Articles.Desk;

/// <summary>How far an order to an article came.</summary>
public enum ArticleOrder
{
    /// <summary>Done, now or before.</summary>
    Done,

    /// <summary>There is no such article.</summary>
    Unknown,

    /// <summary>Its state does not allow it: what is out cannot be held, what is retracted not sent.</summary>
    NotNow,
}

/// <summary>Lines of the audit about articles.</summary>
internal static class ArticleAudit
{
    public static AuditEntry Entry(Instant at, string actor, string action, long id, string? before, string? after) =>
        new()
        {
            At = at,
            Actor = actor,
            Action = action,
            Subject = Subject(id),
            Before = before,
            After = after,
        };

    public static string Subject(long id) => string.Create(CultureInfo.InvariantCulture, $"article:{id}");

    public static string Word(ArticleState state) => state.ToString().ToLowerInvariant();
}
