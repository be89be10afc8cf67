using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Sources;

/// <summary>The sources that nobody adds: the push API, the inbox, and what is read by hand. Made when first needed.</summary>
public sealed class SystemSources(Database database, IClock clock)
{
    public const string Api = "api";
    public const string Inbox = "inbox";
    public const string Manual = "ingest";

    /// <summary>The source with this address, made when there is none; the same in every instance.</summary>
    /// <returns>Its id.</returns>
    public async Task<long> EnsureAsync(
        SourceKind kind,
        string address,
        string title,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            await using var db = database.CreateDbContext();
            var found = await db
                .Sources.Where(source => source.Address == address)
                .Select(source => (long?)source.Id)
                .SingleOrDefaultAsync(cancellationToken);
            if (found is { } id)
            {
                return id;
            }
            var made = new Source
            {
                Kind = kind,
                Address = address,
                Title = title,
                CreatedAt = clock.GetCurrentInstant(),
            };
            db.Sources.Add(made);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return made.Id;
            }
            catch (DbUpdateException exception) when (Collision.Is(exception))
            {
                // Another instance made it just now.
            }
        }
    }

    /// <summary>The source that polls <paramref name="feed"/>, else the one of this <paramref name="name"/>.</summary>
    public async Task<long> EnsureOfFeedAsync(
        SourceKind kind,
        string name,
        Uri? feed,
        string title,
        CancellationToken cancellationToken
    )
    {
        if (feed is { AbsoluteUri: var address })
        {
            await using var db = database.CreateDbContext();
            var polled = await db
                .Sources.Where(source => source.Kind == SourceKind.Feed && source.Address == address)
                .Select(source => (long?)source.Id)
                .SingleOrDefaultAsync(cancellationToken);
            if (polled is { } id)
            {
                return id;
            }
        }
        return await EnsureAsync(kind, name, title, cancellationToken);
    }
}
