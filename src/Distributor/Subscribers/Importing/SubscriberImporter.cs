using System.Data;
using System.Text;
using System.Text.Json;
using Distributor.Delivery;
using Distributor.Digests;
using Distributor.Site;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;

namespace Distributor.Subscribers.Importing;

/// <summary>
/// Reads subscribers from a file, in batches, so that memory does not grow with it. Reading the same file again changes
/// nothing, whatever was committed before an interruption stays and is recognised.
/// </summary>
public sealed class SubscriberImporter(
    Database database,
    ILedger ledger,
    ForgottenAddresses forgotten,
    IOptions<SiteOptions> site,
    IOptions<DigestOptions> digest,
    IClock clock
)
{
    private const int BatchSize = 500;
    private const int Tries = 5;

    /// <param name="actor">For the audit: <c>cli:USER</c>.</param>
    /// <param name="onBad">Told of every row that could not be taken, in the order of the file.</param>
    /// <param name="onBatch">Told what is done so far, after each batch.</param>
    /// <exception cref="InvalidDataException">The file has no usable header or is not UTF-8; the message says the cure.</exception>
    public async Task<ImportTotals> ImportAsync(
        TextReader file,
        string actor,
        Action<BadRow> onBad,
        Action<ImportTotals>? onBatch,
        CancellationToken cancellationToken
    )
    {
        await forgotten.PrepareAsync(cancellationToken);
        var totals = ImportTotals.None;
        var batch = new List<SubscriberRow>(BatchSize);
        try
        {
            SubscriberRowReader? reader = null;
            await foreach (var record in new CsvRecords(file).ReadAsync(cancellationToken))
            {
                if (reader is null)
                {
                    (reader, var unusable) = SubscriberRowReader.Create(record.Cells);
                    if (reader is null)
                    {
                        throw new InvalidDataException($"line {record.Line}: {record.Fault ?? unusable}");
                    }
                    continue;
                }
                var (row, fault) = reader.Read(record);
                if (row is null)
                {
                    totals = totals.WithBad();
                    onBad(new BadRow(record.Line, fault!));
                    continue;
                }
                batch.Add(row);
                if (batch.Count == BatchSize)
                {
                    totals = await StoreAsync(batch, totals, cancellationToken);
                    onBatch?.Invoke(totals);
                    batch.Clear();
                }
            }
            if (reader is null)
            {
                throw new InvalidDataException(
                    "the file is empty; its first line must be " + string.Join(',', SubscriberCsv.Header)
                );
            }
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException("the file is not UTF-8; save it as \"CSV UTF-8\"");
        }
        totals = await StoreAsync(batch, totals, cancellationToken);
        onBatch?.Invoke(totals);
        await AuditAsync(actor, totals, cancellationToken);
        return totals;
    }

    private async Task<ImportTotals> StoreAsync(
        List<SubscriberRow> rows,
        ImportTotals totals,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; rows.Count > 0; attempt++)
        {
            try
            {
                var results = await StoreOnceAsync(rows, cancellationToken);
                return results.Aggregate(totals, (sum, result) => sum.With(result));
            }
            catch (Exception exception) when (attempt < Tries && IsConflict(exception))
            {
                // Somebody changed one of the addresses meanwhile; the batch looks again.
            }
        }
        return totals;
    }

    private async Task<IReadOnlyList<RowResult>> StoreOnceAsync(
        List<SubscriberRow> rows,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        // A reader who unsubscribes between our look and our write makes PostgreSQL refuse the write; SQLite has one
        // writer at a time and ours begins as one.
        await using var transaction = await db.Database.BeginTransactionAsync(
            database.Provider == DatabaseProvider.Postgres
                ? IsolationLevel.RepeatableRead
                : IsolationLevel.Serializable,
            cancellationToken
        );
        var batch = new ImportBatch(db, forgotten, await DefaultsAsync(db, cancellationToken));
        var results = await batch.ApplyAsync(rows, cancellationToken);
        var ended = batch.Ended.ToList();
        await transaction.CommitAsync(cancellationToken);
        foreach (var address in ended)
        {
            await ledger.WithdrawAsync(address, "unsubscribed", cancellationToken);
        }
        return results;
    }

    private async Task<ImportDefaults> DefaultsAsync(DistributorDb db, CancellationToken cancellationToken) =>
        new(
            WordLanguages.Find(site.Value.Language) ?? "en",
            TimeZones.Find(site.Value.TimeZone) ?? "UTC",
            digest.Value.DefaultLocalTime,
            await db.ArticleSequences.Select(sequence => sequence.Value).SingleAsync(cancellationToken),
            clock.GetCurrentInstant()
        );

    private static bool IsConflict(Exception exception) =>
        exception is DbUpdateConcurrencyException
        || exception
            is PostgresException
            {
                SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.UniqueViolation
            }
        || (exception.InnerException is { } inner && IsConflict(inner));

    private async Task AuditAsync(string actor, ImportTotals totals, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        db.Audit.Add(
            new AuditEntry
            {
                At = clock.GetCurrentInstant(),
                Actor = actor,
                Action = "subscribers.import",
                After = JsonSerializer.Serialize(totals),
            }
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
