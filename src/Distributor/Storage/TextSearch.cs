using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Storage;

/// <summary>
/// Rows with every word somebody typed, anywhere in a text. PostgreSQL ignores case in all scripts; SQLite does in ASCII only, so
/// there a word is looked for as it was typed, in small letters, in capitals and with a capital at its beginning.
/// </summary>
public static class TextSearch
{
    private const int MostWords = 6;
    private const string Escape = "\\";

    /// <param name="text">The text of a row: <c>article =&gt; article.CurrentRevision!.Title</c>.</param>
    public static IQueryable<T> WithWords<T>(
        this IQueryable<T> rows,
        DistributorDb db,
        Expression<Func<T, string>> text,
        string typed
    )
    {
        foreach (var word in Words(typed))
        {
            rows = rows.Where(
                db is SqliteDb
                    ? Any(text, Cases(word), nameof(DbFunctionsExtensions.Like), typeof(DbFunctionsExtensions))
                    : Any(
                        text,
                        [Anywhere(word)],
                        nameof(NpgsqlDbFunctionsExtensions.ILike),
                        typeof(NpgsqlDbFunctionsExtensions)
                    )
            );
        }
        return rows;
    }

    /// <summary>At most six; the rest would only make it slower.</summary>
    private static IEnumerable<string> Words(string typed) =>
        typed
            .Replace('\0', ' ')
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.Ordinal)
            .Take(MostWords);

    private static IEnumerable<string> Cases(string word)
    {
        var (small, capitals) = (word.ToLowerInvariant(), word.ToUpperInvariant());
        return ((string[])[word, small, capitals, capitals[..1] + small[1..]]).Distinct().Select(Anywhere);
    }

    /// <summary>What somebody typed as % or _ is no wildcard.</summary>
    private static string Anywhere(string word) =>
        "%"
        + word.Replace(Escape, Escape + Escape, StringComparison.Ordinal)
            .Replace("%", Escape + "%", StringComparison.Ordinal)
            .Replace("_", Escape + "_", StringComparison.Ordinal)
        + "%";

    private static Expression<Func<T, bool>> Any<T>(
        Expression<Func<T, string>> text,
        IEnumerable<string> patterns,
        string function,
        Type of
    )
    {
        var like = of.GetMethod(function, [typeof(DbFunctions), typeof(string), typeof(string), typeof(string)])!;
        var functions = Expression.Constant(EF.Functions);
        var body = patterns
            .Select(pattern =>
            {
                Expression<Func<string>> captured = () => pattern;
                return (Expression)
                    Expression.Call(like, functions, text.Body, captured.Body, Expression.Constant(Escape));
            })
            .Aggregate(Expression.OrElse);
        return Expression.Lambda<Func<T, bool>>(body, text.Parameters);
    }
}
