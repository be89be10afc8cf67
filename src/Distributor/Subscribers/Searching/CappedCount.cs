using System.Globalization;

namespace Distributor.Subscribers.Searching;

/// <summary>A number that says how well it is known; nothing counts further than a thousand.</summary>
public readonly record struct CappedCount(long Number, CountKind Kind)
{
    public const int Cap = 1_000;

    /// <summary>Of a list read to its end or to one more than the cap.</summary>
    public static CappedCount Of(long counted) =>
        counted > Cap ? new(Cap, CountKind.MoreThan) : new(counted, CountKind.Exact);

    public override string ToString()
    {
        var number = Number.ToString("N0", CultureInfo.InvariantCulture);
        return Kind switch
        {
            CountKind.MoreThan => "more than " + number,
            CountKind.AtLeast => "at least " + number,
            CountKind.About => "about " + number,
            _ => number,
        };
    }
}

/// <summary>How well a number is known.</summary>
public enum CountKind
{
    Exact,
    MoreThan,

    /// <summary>So many among those looked at; there may be more further back.</summary>
    AtLeast,

    /// <summary>As the database's own statistics have it.</summary>
    About,
}
