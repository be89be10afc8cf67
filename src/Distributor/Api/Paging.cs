using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Distributor.Api;

/// <summary>One page of a list; <see cref="Next"/> goes into <c>?cursor=</c> for the one after, null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>
/// Cursors are keys, not offsets: the page after a row begins behind it, however many rows came meanwhile. They are
/// opaque so that nobody builds one, not secret.
/// </summary>
internal static class Paging
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    public static int? Limit(int? asked) =>
        asked switch
        {
            null => DefaultLimit,
            >= 1 and <= MaxLimit => asked,
            _ => null,
        };

    public static string Write(params string[] parts) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('/', parts)));

    public static string Write(long id) => Write(id.ToString(CultureInfo.InvariantCulture));

    /// <summary>The parts of a cursor of ours; null when it is none.</summary>
    public static string[]? Read(string cursor, int count)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('/');
            return parts.Length == count ? parts : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The id in a cursor; <see cref="long.MaxValue"/> at the start of a list from the newest, null for a bad one.</summary>
    public static long? Before(string? cursor) =>
        string.IsNullOrEmpty(cursor) ? long.MaxValue
        : Read(cursor, 1) is [var id] && long.TryParse(id, CultureInfo.InvariantCulture, out var before) ? before
        : null;

    /// <summary>Cuts the one row too many that tells whether there is a next page.</summary>
    public static Page<T> Of<T>(List<T> rows, int limit, Func<T, string> cursor)
    {
        if (rows.Count <= limit)
        {
            return new Page<T>(rows, null);
        }
        rows.RemoveRange(limit, rows.Count - limit);
        return new Page<T>(rows, cursor(rows[^1]));
    }

    public static IResult BadLimit() => Problems.Field(400, "limit", $"must be a number from 1 to {MaxLimit}.");

    public static IResult BadCursor() =>
        Problems.Field(400, "cursor", "is not one of ours; take it from `next` of the page before, or leave it out.");
}
