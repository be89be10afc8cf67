namespace Distributor.Sources.Polling;

/// <summary>At most four requests at once, and to one host one after the other.</summary>
internal static class Politeness
{
    private const int AtOnce = 4;

    public static Task ForEachAsync<T>(
        IEnumerable<T> items,
        Func<T, string?> addressOf,
        Func<T, CancellationToken, Task> visit,
        CancellationToken cancellationToken
    ) =>
        Parallel.ForEachAsync(
            items.GroupBy(item => HostOf(addressOf(item)), StringComparer.OrdinalIgnoreCase),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (ofHost, token) =>
            {
                foreach (var item in ofHost)
                {
                    await visit(item, token);
                }
            }
        );

    private static string HostOf(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Host : "";
}
