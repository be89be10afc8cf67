using System.Collections.Concurrent;
using System.Text.Json;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Importing;

/// <summary>
/// Imports of uploaded files, in the background of this instance. Each has a row that says how far it is; one whose process has
/// died says nothing any more and is taken for stopped. Importing the file again goes on, as rows already there stay unchanged.
/// </summary>
public sealed partial class ImportRuns(
    Database database,
    SubscriberImporter importer,
    StagedFiles files,
    IHostApplicationLifetime lifetime,
    IClock clock,
    ILogger<ImportRuns> logger
)
{
    /// <summary>Bad rows that are kept with their lines; all are counted.</summary>
    public const int MostFaults = 1_000;

    private static readonly Duration Silence = Duration.FromMinutes(1);

    private readonly ConcurrentDictionary<long, (Task Work, CancellationTokenSource Stop)> running = new();

    /// <summary>Begins and returns at once.</summary>
    /// <param name="key">Of a staged file.</param>
    /// <returns>The import's id; null when the file is gone.</returns>
    public async Task<long?> StartAsync(string key, string fileName, string by, CancellationToken cancellationToken)
    {
        if (files.Find(key) is not { } path)
        {
            return null;
        }
        var now = clock.GetCurrentInstant();
        var import = new SubscriberImport
        {
            FileName = fileName,
            StartedBy = by,
            StartedAt = now,
            State = ImportState.Running,
            Bytes = new FileInfo(path).Length,
            SeenAt = now,
        };
        await using (var db = database.CreateDbContext())
        {
            db.SubscriberImports.Add(import);
            await db.SaveChangesAsync(cancellationToken);
        }
        var stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        var work = Task.Run(() => RunAsync(import, key, path, stop.Token), CancellationToken.None);
        running[import.Id] = (work, stop);
        if (work.IsCompleted)
        {
            running.TryRemove(import.Id, out _);
        }
        return import.Id;
    }

    /// <summary>Returns when an import of this instance has ended; at once for any other.</summary>
    public Task WaitAsync(long id) => running.TryGetValue(id, out var found) ? found.Work : Task.CompletedTask;

    /// <summary>What was committed stays.</summary>
    public async Task StopAsync(long id)
    {
        if (running.TryGetValue(id, out var found))
        {
            await found.Stop.CancelAsync();
        }
    }

    /// <summary>The newest first; those whose process has died are stopped.</summary>
    public async Task<IReadOnlyList<SubscriberImport>> RecentAsync(int most, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var imports = await db
            .SubscriberImports.AsNoTracking()
            .OrderByDescending(one => one.Id)
            .Take(most)
            .ToListAsync(cancellationToken);
        imports.ForEach(SeeDeath);
        return imports;
    }

    public async Task<SubscriberImport?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var import = await db
            .SubscriberImports.AsNoTracking()
            .SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (import is not null)
        {
            SeeDeath(import);
        }
        return import;
    }

    public static IReadOnlyList<BadRow> FaultsOf(SubscriberImport import) =>
        JsonSerializer.Deserialize<List<BadRow>>(import.Faults) ?? [];

    private void SeeDeath(SubscriberImport import)
    {
        if (
            import.State == ImportState.Running
            && !running.ContainsKey(import.Id)
            && import.SeenAt < clock.GetCurrentInstant() - Silence
        )
        {
            import.State = ImportState.Stopped;
            import.Error = "the process that read it ended";
        }
    }

    private async Task RunAsync(SubscriberImport import, string key, string path, CancellationToken cancellationToken)
    {
        var faults = new List<BadRow>();
        try
        {
            await using var stream = File.OpenRead(path);
            using var file = SubscriberFile.Open(stream);
            var totals = await importer.ImportAsync(
                file,
                import.StartedBy,
                bad =>
                {
                    if (faults.Count < MostFaults)
                    {
                        faults.Add(bad);
                    }
                },
                done => Save(import, done, stream.Position, faults),
                cancellationToken
            );
            await EndAsync(import, ImportState.Done, null, totals, faults);
        }
        catch (OperationCanceledException)
        {
            var error = lifetime.ApplicationStopping.IsCancellationRequested
                ? "the process that read it ended"
                : "an admin stopped it";
            await EndAsync(import, ImportState.Stopped, error, null, faults);
        }
        catch (InvalidDataException fault)
        {
            await EndAsync(import, ImportState.Failed, fault.Message, null, faults);
        }
#pragma warning disable CA1031 // nobody waits for this task: whatever ends it must stand in its row and in the log
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFailed(fault, import.Id);
            await EndAsync(import, ImportState.Failed, "a fault of ours, which is in the log", null, faults);
        }
        finally
        {
            files.Delete(key);
            running.TryRemove(import.Id, out _);
        }
    }

    /// <summary>Called between two batches, by the importer's own thread.</summary>
    private void Save(SubscriberImport import, ImportTotals totals, long position, List<BadRow> faults)
    {
        using var db = database.CreateDbContext();
        Take(import, totals);
        (import.BytesRead, import.SeenAt) = (position, clock.GetCurrentInstant());
        import.Faults = JsonSerializer.Serialize(faults);
        db.Update(import);
        db.SaveChanges();
    }

    private async Task EndAsync(
        SubscriberImport import,
        ImportState state,
        string? error,
        ImportTotals? totals,
        List<BadRow> faults
    )
    {
        if (totals is not null)
        {
            Take(import, totals);
            import.BytesRead = import.Bytes;
        }
        (import.State, import.Error) = (state, error);
        import.Faults = JsonSerializer.Serialize(faults);
        import.FinishedAt = import.SeenAt = clock.GetCurrentInstant();
        try
        {
            await using var db = database.CreateDbContext();
            db.Update(import);
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (Exception fault) when (DatabaseFault.Is(fault))
        {
            LogFailed(fault, import.Id);
        }
    }

    private static void Take(SubscriberImport import, ImportTotals totals)
    {
        import.Created = (int)totals.Added;
        import.Updated = (int)totals.Changed;
        import.Unchanged = (int)(totals.Unchanged + totals.Kept);
        import.Bad = (int)totals.Bad;
    }

    [LoggerMessage(4801, LogLevel.Error, "Import {Import} ended with a fault")]
    private partial void LogFailed(Exception fault, long import);
}
