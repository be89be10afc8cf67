using System.Runtime.CompilerServices;
using CsvHelper;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Exporting;

/// <summary>
/// Writes all subscribers as the import reads them: exported, imported elsewhere and exported again, the file is the
/// same. Walks the people in order of their ids, some hundred at a time.
/// </summary>
public sealed class SubscriberExporter(Database database, IClock clock)
{
    private const int PageSize = 500;

    /// <summary>Nothing is put before a cell that a spreadsheet might take for a formula: it would not come back the same.</summary>
    private static readonly CsvWriterOptions Format = new() { NewLine = "\n", Injection = CsvInjection.None };

    /// <summary>Everybody.</summary>
    /// <returns>How many rows were written.</returns>
    public Task<long> ExportAsync(TextWriter file, CancellationToken cancellationToken) =>
        WriteAsync(file, EverybodyAsync(cancellationToken), cancellationToken);

    /// <summary>For an admin, who leaves an entry in the audit before the first row is written.</summary>
    /// <param name="people">Ids of those who are wanted, some at a time; null for everybody.</param>
    public async Task<long> ExportAsync(
        TextWriter file,
        IAsyncEnumerable<IReadOnlyList<long>>? people,
        string actor,
        CancellationToken cancellationToken
    )
    {
        await using (var db = database.CreateDbContext())
        {
            db.Audit.Add(
                new AuditEntry
                {
                    At = clock.GetCurrentInstant(),
                    Actor = actor,
                    Action = "subscribers.export",
                    After = people is null ? "everybody" : "those who match a filter",
                }
            );
            await db.SaveChangesAsync(cancellationToken);
        }
        return await WriteAsync(file, people ?? EverybodyAsync(cancellationToken), cancellationToken);
    }

    private async Task<long> WriteAsync(
        TextWriter file,
        IAsyncEnumerable<IReadOnlyList<long>> people,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var topics = await db.Topics.ToDictionaryAsync(
            topic => topic.Id,
            topic => topic.Slug == "*" ? "*" : topic.Name,
            cancellationToken
        );
        var attributes = await AttributeNamesAsync(db, cancellationToken);
        await using var csv = CsvWriter.Create(file, Format, true);
        await csv.WriteRecordAsync([.. SubscriberCsv.Header, .. attributes], cancellationToken);

        long written = 0;
        await foreach (var ids in people.WithCancellation(cancellationToken))
        {
            var page = await db
                .Subscribers.AsNoTracking()
                .Include(person => person.Addresses)
                    .ThenInclude(address => address.Subscriptions)
                .Include(person => person.Addresses)
                    .ThenInclude(address => address.Schedules)
                .AsSplitQuery()
                .Where(person => ids.Contains(person.Id))
                .ToDictionaryAsync(person => person.Id, cancellationToken);
            foreach (var row in ids.Where(page.ContainsKey).SelectMany(id => ExportRow.Of(page[id], topics)))
            {
                await csv.WriteRecordAsync([.. row.Cells(attributes)], cancellationToken);
                written++;
            }
            await csv.FlushAsync(cancellationToken);
        }
        return written;
    }

    private async IAsyncEnumerable<IReadOnlyList<long>> EverybodyAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        for (long after = 0; ; )
        {
            var ids = await db
                .Subscribers.Where(person => person.Id > after)
                .OrderBy(person => person.Id)
                .Select(person => person.Id)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            if (ids.Count > 0)
            {
                yield return ids;
            }
            if (ids.Count < PageSize)
            {
                yield break;
            }
            after = ids[^1];
        }
    }

    /// <summary>Every attribute anybody has, sorted: the columns after the fixed ones.</summary>
    private static async Task<string[]> AttributeNamesAsync(DistributorDb db, CancellationToken cancellationToken)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var stored = db
            .Subscribers.AsNoTracking()
            .Where(person => person.Attributes != null)
            .Select(person => person.Attributes!)
            .AsAsyncEnumerable();
        await foreach (var json in stored.WithCancellation(cancellationToken))
        {
            names.UnionWith(ExportRow.ReadAttributes(json).Keys);
        }
        return [.. names];
    }
}
