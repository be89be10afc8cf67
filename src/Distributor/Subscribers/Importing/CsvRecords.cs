using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;

namespace Distributor.Subscribers.Importing;

/// <summary>
/// Splits a file into records, one at a time. Each record is parsed by itself, so that a quote nobody closed costs its
/// own line and not the rest of the file.
/// </summary>
internal sealed class CsvRecords(TextReader reader)
{
    /// <summary>A quoted cell may span this many lines; a longer one is taken for a forgotten quote.</summary>
    private const int MostLines = 20;
    private const int LongestRecord = 64 * 1024;

    private static readonly CsvReaderOptions Format = new()
    {
        HasHeader = false,
        Separator = ',',
        BufferSize = 4096,
        MaxRecordSize = 4 * LongestRecord,
    };

    private readonly Queue<string> ahead = new();
    private long line;

    /// <summary>Cells of the header; a record joined from several lines must have as many, else the quote was a slip.</summary>
    private int? width;

    /// <summary>Blank lines are passed over.</summary>
    public async IAsyncEnumerable<CsvRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await TakeAsync(cancellationToken) is { } first)
        {
            if (string.IsNullOrWhiteSpace(first))
            {
                continue;
            }
            var start = line;
            var record = IsOpen(first) ? await ContinuedAsync(start, first, cancellationToken) : Parse(start, first);
            width ??= record.Fault is null ? record.Cells.Length : null;
            yield return record;
        }
    }

    /// <summary>The record with the lines that follow, until its quotes are closed; where they are not, those lines stay unread.</summary>
    private async Task<CsvRecord> ContinuedAsync(long start, string first, CancellationToken cancellationToken)
    {
        var unclosed = new CsvRecord(start, [], "a quotation mark is opened and never closed; close or remove it");
        var text = new StringBuilder(first);
        var following = new List<string>();
        while (following.Count < MostLines && text.Length <= LongestRecord)
        {
            var next = ahead.Count > following.Count ? ahead.ElementAt(following.Count) : await FetchAsync();
            if (next is null)
            {
                return unclosed;
            }
            following.Add(next);
            text.Append('\n').Append(next);
            if (IsOpen(next))
            {
                var record = Parse(start, text.ToString());
                if (width is { } cells && record.Cells.Length != cells)
                {
                    return unclosed;
                }
                for (var taken = 0; taken < following.Count; taken++)
                {
                    ahead.Dequeue();
                }
                line += following.Count;
                return record;
            }
        }
        return unclosed;

        async Task<string?> FetchAsync()
        {
            var fetched = await reader.ReadLineAsync(cancellationToken);
            if (fetched is not null)
            {
                ahead.Enqueue(fetched);
            }
            return fetched;
        }
    }

    private async Task<string?> TakeAsync(CancellationToken cancellationToken)
    {
        var next = ahead.Count > 0 ? ahead.Dequeue() : await reader.ReadLineAsync(cancellationToken);
        line += next is null ? 0 : 1;
        return next;
    }

    /// <summary>An odd number of quotation marks changes between inside and outside of a quoted cell (RFC 4180).</summary>
    private static bool IsOpen(string text) => (text.Count(character => character == '"') & 1) == 1;

    private static CsvRecord Parse(long start, string text)
    {
        if (text.Length > LongestRecord)
        {
            return new CsvRecord(start, [], "the line is longer than 65,536 characters; this is no subscribers file");
        }
        using var parser = CsvReader.FromText(text, Format);
        return parser.Read()
            ? new CsvRecord(start, [.. Enumerable.Range(0, parser.FieldCount).Select(parser.GetString)], null)
            : new CsvRecord(start, [], "the line is empty");
    }
}

/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Fault">Why it has no cells; null when it has.</param>
internal sealed record CsvRecord(long Line, string[] Cells, string? Fault);
