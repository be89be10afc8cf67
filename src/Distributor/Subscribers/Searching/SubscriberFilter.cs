using Distributor.Channels;
using NodaTime;

namespace Distributor.Subscribers.Searching;

/// <summary>Which people a list shows. Filters of addresses (all but <see cref="Since"/> and <see cref="Gone"/>) must hold for one and the same address.</summary>
public sealed record SubscriberFilter
{
    private const int MostWords = 6;
    private const int LongestWord = 100;

    /// <summary>Parts of names and addresses, in any order; all must be found. One or two letters are a beginning.</summary>
    public string Query { get; init; } = "";
    public AddressState? State { get; init; }
    public ChannelKind? Channel { get; init; }
    public int? Topic { get; init; }
    public Cadence? Cadence { get; init; }
    public string? Language { get; init; }

    /// <summary>IANA id.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Added on this day (UTC) or later.</summary>
    public LocalDate? Since { get; init; }

    /// <summary>Nothing reaches them any more: every address has unsubscribed or bounced.</summary>
    public bool Gone { get; init; }

    public bool IsEmpty => Words.Count == 0 && !AsksOfAddresses && Since is null && !Gone;

    internal bool AsksOfAddresses =>
        State is not null
        || Channel is not null
        || Topic is not null
        || Cadence is not null
        || Language is not null
        || TimeZone is not null;

#pragma warning disable CA1308 // addresses are stored in lower case, and names are compared in it
    internal IReadOnlyList<string> Words =>
        [
            .. Query
                .ToLowerInvariant()
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word.Length > LongestWord ? word[..LongestWord] : word)
                .Distinct()
                .Take(MostWords),
        ];
#pragma warning restore CA1308

    /// <summary>The words as patterns of LIKE, the longest first: it is likely the rarest.</summary>
    internal string[] Patterns =>
        [
            .. Words
                .OrderByDescending(word => word.Length)
                .Select(word => word.Length < 3 ? Escaped(word) + "%" : $"%{Escaped(word)}%"),
        ];

    private static string Escaped(string word) =>
        word.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
}
