namespace Distributor.Subscribers.Importing;

/// <summary>What an import did, in rows.</summary>
/// <param name="Added">At least one address is new.</param>
/// <param name="Changed">Nothing new, something else than before.</param>
/// <param name="Kept">Left as they were although the file says otherwise: unsubscribed, bounced or deleted before.</param>
public sealed record ImportTotals(long Rows, long Added, long Changed, long Unchanged, long Kept, long Bad)
{
    public static readonly ImportTotals None = new(0, 0, 0, 0, 0, 0);

    internal ImportTotals With(RowResult result) =>
        result switch
        {
            RowResult.Added => this with { Rows = Rows + 1, Added = Added + 1 },
            RowResult.Changed => this with { Rows = Rows + 1, Changed = Changed + 1 },
            RowResult.Kept => this with { Rows = Rows + 1, Kept = Kept + 1 },
            _ => this with { Rows = Rows + 1, Unchanged = Unchanged + 1 },
        };

    internal ImportTotals WithBad() => this with { Rows = Rows + 1, Bad = Bad + 1 };
}

/// <summary>What became of a row; of two addresses the greater counts.</summary>
internal enum RowResult
{
    Unchanged,
    Kept,
    Changed,
    Added,
}
