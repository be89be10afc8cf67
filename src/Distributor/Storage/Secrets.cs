using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Storage;

/// <summary>
/// Random keys kept in the database, so that every instance has the same ones. A key is made at its first use and never
/// changes, so it is read once.
/// </summary>
public sealed class Secrets(Database database, IClock clock)
{
    private const int Bytes = 32;

    private readonly ConcurrentDictionary<string, byte[]> known = new(StringComparer.Ordinal);

    /// <summary>The key of this name: 32 bytes. Two instances that ask at once get the same one.</summary>
    public ValueTask<byte[]> GetAsync(string name, CancellationToken cancellationToken) =>
        known.TryGetValue(name, out var key) ? ValueTask.FromResult(key) : new(LoadAsync(name, cancellationToken));

    private async Task<byte[]> LoadAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var key = await FindAsync(db, name, cancellationToken);
        if (key is null)
        {
            // Whoever comes second is refused by the primary key and reads the first one's.
            var fresh = RandomNumberGenerator.GetBytes(Bytes);
            var row = new SecretRow
            {
                Name = name,
                Value = fresh,
                CreatedAt = clock.GetCurrentInstant(),
            };
            db.Secrets.Add(row);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                key = fresh;
            }
            catch (DbUpdateException)
            {
                db.ChangeTracker.Clear();
                key =
                    await FindAsync(db, name, cancellationToken)
                    ?? throw new InvalidOperationException($"The secret {name} could neither be stored nor read.");
            }
        }
        return known.GetOrAdd(name, key);
    }

    private static Task<byte[]?> FindAsync(DistributorDb db, string name, CancellationToken cancellationToken) =>
        db
            .Secrets.AsNoTracking()
            .Where(secret => secret.Name == name)
            .Select(secret => (byte[]?)secret.Value)
            .SingleOrDefaultAsync(cancellationToken);
}
