using CsvHelper;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Subscribers.Exporting;

/// <summary>
/// Writes all subscribers as the import reads them: exported, imported elsewhere and exported again, the file is the
/// same. Walks the people in order of their ids, some hundred at a time.
/// </summary>
public sealed class SubscriberExporter(Database database)
{
    private const int PageSize = 500;

    /// <summary>Nothing is put before a cell that a spreadsheet might take for a formula: it would not come back the same.</summary>
    private static readonly CsvWriterOptions Format = new() { NewLine = "\n", Injection = CsvInjection.None };

    /// <returns>How many rows were written.</returns>
    public async Task<long> ExportAsync(TextWriter file, CancellationToken cancellationToken)
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
        for (long after = 0; ; )
        {
            var page = await db
                .Subscribers.AsNoTracking()
                .Include(person => person.Addresses)
                    .ThenInclude(address => address.Subscriptions)
                .Include(person => person.Addresses)
                    .ThenInclude(address => address.Schedules)
                .AsSplitQuery()
                .Where(person => person.Id > after)
                .OrderBy(person => person.Id)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            foreach (var row in page.SelectMany(person => ExportRow.Of(person, topics)))
            {
                await csv.WriteRecordAsync([.. row.Cells(attributes)], cancellationToken);
                written++;
            }
            await csv.FlushAsync(cancellationToken);
            if (page.Count < PageSize)
            {
                return written;
            }
            after = page[^1].Id;
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
