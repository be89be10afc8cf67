using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Api;

/// <summary>Makes and recognises API keys: <c>dk_</c> and 256 random bits in base64url.</summary>
public sealed class ApiKeys(Database database, IClock clock)
{
    public const int LongestName = 100;

    private const string Prefix = "dk_";
    private const int Bytes = 32;

    /// <summary>Used more often than this, a key's last use is not written again.</summary>
    private static readonly Duration LastUsedStep = Duration.FromMinutes(1);

    /// <returns>The key, which nobody can read again.</returns>
    public async Task<string> CreateAsync(string name, string actor, CancellationToken cancellationToken)
    {
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        db.ApiKeys.Add(
            new ApiKey
            {
                Name = name,
                Sha256 = Hash(key),
                CreatedAt = now,
            }
        );
        db.Audit.Add(
            new AuditEntry
            {
                At = now,
                Actor = actor,
                Action = "apikey.create",
                Subject = name,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return key;
    }

    /// <summary>All of them, those in use first, the newest first; keys themselves nobody can read again.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await db
            .ApiKeys.AsNoTracking()
            .OrderBy(key => key.RevokedAt != null)
            .ThenByDescending(key => key.Id)
            .Take(500)
            .ToListAsync(cancellationToken);
    }

    /// <summary>From now on it opens nothing.</summary>
    /// <returns>Its name; null when there is none of this number, or it was revoked before.</returns>
    public async Task<string?> RevokeAsync(int id, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        if (
            await db.ApiKeys.SingleOrDefaultAsync(key => key.Id == id, cancellationToken) is not { RevokedAt: null } key
        )
        {
            return null;
        }
        var now = clock.GetCurrentInstant();
        key.RevokedAt = now;
        db.Audit.Add(
            new AuditEntry
            {
                At = now,
                Actor = actor,
                Action = "apikey.revoke",
                Subject = key.Name,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return key.Name;
    }

    /// <summary>Null for a key that is not ours or was revoked.</summary>
    public async Task<ApiKey?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (
            key.Length != Prefix.Length + Base64Url.GetEncodedLength(Bytes)
            || !key.StartsWith(Prefix, StringComparison.Ordinal)
        )
        {
            return null;
        }
        // Looked up by its hash: how long that takes tells nothing about the key.
        var hash = Hash(key);
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        var found = await db
            .ApiKeys.AsNoTracking()
            .SingleOrDefaultAsync(one => one.Sha256 == hash && one.RevokedAt == null, cancellationToken);
        if (found is not null && !(now - found.LastUsedAt < LastUsedStep))
        {
            await db
                .ApiKeys.Where(one => one.Id == found.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.LastUsedAt, now), cancellationToken);
        }
        return found;
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key)));
}
