using System.Text;
using Distributor.Storage;

namespace Distributor.Subscribers.Importing;

/// <summary>What a file looks like before it is imported: its columns and how its first rows are understood.</summary>
public sealed record ImportPreview
{
    private const int MostRows = 10;

    /// <summary>Columns that mean something to us, in the order of the file.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>Columns that are kept as attributes.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];
    public IReadOnlyList<PreviewRow> Rows { get; init; } = [];

    /// <summary>Why the file cannot be imported at all; null when it can.</summary>
    public string? Fault { get; init; }

    public static async Task<ImportPreview> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var file = SubscriberFile.Open(path);
        try
        {
            return await ReadAsync(file, cancellationToken);
        }
        catch (DecoderFallbackException)
        {
            return new ImportPreview { Fault = "The file is not UTF-8; save it as \"CSV UTF-8\"." };
        }
    }

    private static async Task<ImportPreview> ReadAsync(TextReader file, CancellationToken cancellationToken)
    {
        SubscriberRowReader? reader = null;
        string[] header = [];
        var rows = new List<PreviewRow>();
        await foreach (var record in new CsvRecords(file).ReadAsync(cancellationToken))
        {
            if (reader is null)
            {
                (reader, var unusable) = SubscriberRowReader.Create(record.Cells);
                if (reader is null)
                {
                    return new ImportPreview { Fault = $"Line {record.Line}: {record.Fault ?? unusable}." };
                }
                header = [.. record.Cells.Select(cell => cell.Trim())];
                continue;
            }
            var (row, fault) = reader.Read(record);
            rows.Add(PreviewRow.Of(record.Line, row, fault));
            if (rows.Count == MostRows)
            {
                break;
            }
        }
        return reader is null
            ? new ImportPreview
            {
                Fault =
                    "The file is empty; its first line names the columns: "
                    + string.Join(',', SubscriberCsv.Header)
                    + ".",
            }
            : new ImportPreview
            {
                Known = [.. header.Where(IsKnown)],
                Others = [.. header.Where(name => name.Length > 0 && !IsKnown(name))],
                Rows = rows,
                Fault = rows.Count == 0 ? "The file has a header and no rows." : null,
            };
    }

    private static bool IsKnown(string name) => SubscriberCsv.Header.Contains(name, StringComparer.OrdinalIgnoreCase);
}

/// <summary>One of the first rows, as it would be taken; <see cref="Fault"/> says why it would not.</summary>
public sealed record PreviewRow(long Line, string Who, string Name, string Wishes, string State, string? Fault)
{
    internal static PreviewRow Of(long line, SubscriberRow? row, string? fault) =>
        row is null
            ? new(line, "", "", "", "", fault)
            : new(
                line,
                string.Join(", ", new[] { row.Email?.WrittenAs, row.Chat?.Value }.OfType<string>()),
                row.Name ?? "",
                row.Topics is { } topics
                    ? string.Join(", ", topics.Select(topic => topic == "*" ? "everything" : topic))
                    : "everything",
                (row.Status ?? AddressState.Active).ToWord(),
                null
            );
}
