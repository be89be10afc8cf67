using System.Collections.Concurrent;
using Distributor.Storage;
using Distributor.Subscribers.Erasing;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Subscribers.Bulk;

/// <summary>
/// Changes of many as clicks start them: a small one is done when the page comes back, a large one goes on in the background of this
/// instance and tells how far it is. One cut off by the end of its process has changed what it has changed, and can be undone.
/// </summary>
public sealed partial class BulkRuns(
    Database database,
    BulkService bulk,
    ErasureService erasing,
    IHostApplicationLifetime lifetime,
    ILogger<BulkRuns> logger
)
{
    /// <summary>So many people are done while the browser waits.</summary>
    private const int AtOnce = 1_000;

    private readonly ConcurrentDictionary<string, BulkProgress> running = new(StringComparer.Ordinal);

    /// <returns>The change, done or begun.</returns>
    public async Task<BulkChange> StartAsync(
        BulkAction action,
        int? topicId,
        IReadOnlyList<long> people,
        string by,
        CancellationToken cancellationToken
    )
    {
        var change = await bulk.BeginAsync(action, topicId, people.Count, by, cancellationToken);
        if (people.Count <= AtOnce)
        {
            await bulk.ApplyAsync(change, people, null, CancellationToken.None);
            return await bulk.FindAsync(change.Id, cancellationToken) ?? change;
        }
        Begin(
            KeyOf(change.Id),
            people.Count,
            progress => bulk.ApplyAsync(change, people, progress.Add, lifetime.ApplicationStopping)
        );
        return change;
    }

    /// <summary>Deletes people, one after the other; for good.</summary>
    /// <returns>Null when all are deleted, else under which key the progress is found.</returns>
    public async Task<string?> DeleteAsync(IReadOnlyList<long> people, string by)
    {
        if (people.Count <= AtOnce)
        {
            await EraseAsync(people, by, null, CancellationToken.None);
            return null;
        }
        var key = "delete-" + Guid.NewGuid().ToString("N");
        Begin(key, people.Count, progress => EraseAsync(people, by, progress, lifetime.ApplicationStopping));
        return key;
    }

    /// <summary>How far a change is; null when it is not going on in this instance.</summary>
    public BulkProgress? ProgressOf(string key) => running.GetValueOrDefault(key);

    public static string KeyOf(long change) => FormattableString.Invariant($"change-{change}");

    /// <summary>Returns when it has ended.</summary>
    public Task WaitAsync(string key) =>
        running.TryGetValue(key, out var progress) ? progress.Work : Task.CompletedTask;

    /// <summary>The name of the topic a change is about; null for none, and for one deleted since.</summary>
    public async Task<string?> TopicAsync(BulkChange change, CancellationToken cancellationToken)
    {
        if (!int.TryParse(change.Argument, out var id))
        {
            return null;
        }
        await using var db = database.CreateDbContext();
        return await db
            .Topics.Where(topic => topic.Id == id)
            .Select(topic => topic.Name)
            .SingleOrDefaultAsync(cancellationToken);
    }

    private async Task EraseAsync(
        IReadOnlyList<long> people,
        string by,
        BulkProgress? progress,
        CancellationToken cancellationToken
    )
    {
        foreach (var id in people)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await erasing.BeginAsync(id, by, CancellationToken.None);
            progress?.Add(1);
        }
    }

    private void Begin(string key, int people, Func<BulkProgress, Task> work)
    {
        var progress = new BulkProgress(people);
        running[key] = progress;
        progress.Work = Task.Run(
            async () =>
            {
                try
                {
                    await work(progress);
                }
                catch (OperationCanceledException)
                {
                    // The process ends; what was done is written down.
                }
#pragma warning disable CA1031 // nobody waits for this task: whatever ends it must stand in the log
                catch (Exception fault)
#pragma warning restore CA1031
                {
                    LogFailed(fault, key);
                }
                finally
                {
                    running.TryRemove(key, out _);
                }
            },
            CancellationToken.None
        );
    }

    [LoggerMessage(4802, LogLevel.Error, "The change of many {Key} ended with a fault")]
    private partial void LogFailed(Exception fault, string key);
}

/// <summary>How far a change of many is, in people.</summary>
public sealed class BulkProgress(int people)
{
    private int done;

    public int People => people;

    public int Done => Volatile.Read(ref done);

    internal Task Work { get; set; } = Task.CompletedTask;

    internal void Add(int more) => Interlocked.Add(ref done, more);
}
