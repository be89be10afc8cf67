using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Distributor.Dashboard.Access.Sessions;
using Distributor.Storage;

namespace Distributor.Dashboard.Overview;

/// <summary>
/// Server-sent events with the figures of this moment, until the page is closed, the session is ended or the process is told to
/// stop.
/// </summary>
internal static class LivePages
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    public static void Map(RouteGroupBuilder desk) =>
        desk.MapGet(
            "/live",
            (
                LiveFigures figures,
                AdminSessions sessions,
                IHostApplicationLifetime lifetime,
                TimeProvider time,
                HttpContext context
            ) =>
                TypedResults.ServerSentEvents(
                    ReadAsync(
                        () => TryReadAsync(figures, sessions, context),
                        time,
                        lifetime.ApplicationStopping,
                        context.RequestAborted
                    )
                )
        );

    private static async IAsyncEnumerable<SseItem<IReadOnlyDictionary<string, object>>> ReadAsync(
        Func<Task<(FiguresNow? Now, bool IsOver)>> read,
        TimeProvider time,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // An open stream would hold up the stop of the process.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        while (!either.IsCancellationRequested)
        {
            var (figures, isOver) = await read();
            if (isOver)
            {
                yield break;
            }
            if (figures is { } now)
            {
                yield return new SseItem<IReadOnlyDictionary<string, object>>(now.ByName, "figures");
            }
            await Task.Delay(Every, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Null while the database does not answer; the page keeps what it has.</summary>
    private static async Task<(FiguresNow? Now, bool IsOver)> TryReadAsync(
        LiveFigures figures,
        AdminSessions sessions,
        HttpContext context
    )
    {
        try
        {
            return await sessions.IsOpenAsync(context)
                ? (await figures.ReadAsync(context.RequestAborted), false)
                : (null, true);
        }
        catch (Exception fault) when (DatabaseFault.Is(fault) || fault is OperationCanceledException)
        {
            return (null, false);
        }
    }
}
