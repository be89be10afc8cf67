using System.Security.Cryptography;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Api;

/// <summary>
/// Answers once given for an <c>Idempotency-Key</c>, so that a program that lost an answer may ask again. Adding an
/// article is idempotent by itself; this repeats the first answer, <c>created</c>, word for word.
/// </summary>
internal sealed class IdempotencyKeys(Database database, IClock clock)
{
    public const int LongestKey = 255;

    private static readonly Duration Remembered = Duration.FromHours(24);

    public static string HashOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    /// <summary>The answer of the last 24 hours, null when there is none.</summary>
    public async Task<IdempotentAnswer?> FindAsync(int apiKeyId, string key, CancellationToken cancellationToken)
    {
        var oldest = clock.GetCurrentInstant() - Remembered;
        await using var db = database.CreateDbContext();
        return await db
            .IdempotentAnswers.AsNoTracking()
            .SingleOrDefaultAsync(
                answer => answer.ApiKeyId == apiKeyId && answer.Key == key && answer.At > oldest,
                cancellationToken
            );
    }

    /// <summary>Remembers an answer; of two at once the first stays.</summary>
    public async Task RememberAsync(
        int apiKeyId,
        string key,
        string requestHash,
        int status,
        string body,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetCurrentInstant();
        var oldest = now - Remembered;
        await using var db = database.CreateDbContext();
        await db
            .IdempotentAnswers.Where(answer => answer.ApiKeyId == apiKeyId && answer.Key == key && answer.At <= oldest)
            .ExecuteDeleteAsync(cancellationToken);
        db.IdempotentAnswers.Add(
            new IdempotentAnswer
            {
                ApiKeyId = apiKeyId,
                Key = key,
                RequestHash = requestHash,
                Status = status,
                Body = body,
                At = now,
            }
        );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
            when (db.IdempotentAnswers.AsNoTracking().Any(answer => answer.ApiKeyId == apiKeyId && answer.Key == key))
        {
            // The same request came twice at once and the other one was faster.
        }
    }
}
