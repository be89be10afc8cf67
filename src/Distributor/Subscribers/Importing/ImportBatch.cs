using System.Text.Json;
using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Subscribers.Importing;

/// <summary>Some hundred rows in one context and one transaction of the caller's.</summary>
internal sealed class ImportBatch(DistributorDb db, ForgottenAddresses forgotten, ImportDefaults defaults)
{
    private readonly Dictionary<(ChannelKind, string), Address> addresses = [];
    private readonly Dictionary<string, int> topicIds = new(StringComparer.Ordinal);
    private readonly HashSet<(ChannelKind, string)> deleted = [];
    private readonly List<AddressImport> imports = [];
    private readonly List<Address> ended = [];

    /// <summary>Addresses that were active and are no longer; their waiting messages are to be withdrawn after the commit.</summary>
    public IEnumerable<long> Ended => ended.Select(address => address.Id);

    public async Task<IReadOnlyList<RowResult>> ApplyAsync(
        IReadOnlyList<SubscriberRow> rows,
        CancellationToken cancellationToken
    )
    {
        await LoadAsync(ChannelKind.Email, rows.Select(row => row.Email?.Value), cancellationToken);
        await LoadAsync(ChannelKind.Telegram, rows.Select(row => row.Chat?.Value), cancellationToken);
        await LoadTopicsAsync(rows, cancellationToken);
        var results = rows.Select(Apply).ToList();
        await db.SaveChangesAsync(cancellationToken);
        // Only now the new addresses have the ids their events name.
        db.SubscriptionEvents.AddRange(imports.SelectMany(import => import.Events));
        await db.SaveChangesAsync(cancellationToken);
        return results;
    }

    private async Task LoadAsync(ChannelKind channel, IEnumerable<string?> named, CancellationToken cancellationToken)
    {
        var values = named.OfType<string>().Distinct().ToList();
        if (values.Count == 0)
        {
            return;
        }
        var known = await db
            .Addresses.Include(address => address.Subscriber)
            .Include(address => address.Subscriptions)
            .Include(address => address.Schedules)
            .AsSplitQuery()
            .Where(address => address.Channel == channel && values.Contains(address.Value))
            .ToListAsync(cancellationToken);
        foreach (var address in known)
        {
            addresses.Add((channel, address.Value), address);
        }

        var marks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            marks[await forgotten.MarkAsync(channel, value, cancellationToken)] = value;
        }
        var hmacs = marks.Keys.ToList();
        var found = await db
            .ForgottenAddresses.Where(address => hmacs.Contains(address.Hmac))
            .Select(address => address.Hmac)
            .ToListAsync(cancellationToken);
        deleted.UnionWith(found.Select(hmac => (channel, marks[hmac])));
    }

    private async Task LoadTopicsAsync(IReadOnlyList<SubscriberRow> rows, CancellationToken cancellationToken)
    {
        topicIds[Topic.EverythingSlug] = Topic.EverythingId;
        foreach (
            var name in rows.SelectMany(row => row.Topics ?? []).Distinct().Where(name => !topicIds.ContainsKey(name))
        )
        {
            topicIds[name] = (await TopicRegistry.ChosenAsync(db, [name], defaults.Now, cancellationToken))[0];
        }
    }

    private RowResult Apply(SubscriberRow row)
    {
        var topics = row.Topics?.Select(name => topicIds[name]).Distinct().ToList();
        var emailKey = (ChannelKind.Email, row.Email?.Value ?? "");
        var chatKey = (ChannelKind.Telegram, row.Chat?.Value ?? "");
        var person =
            addresses.GetValueOrDefault(emailKey)?.Subscriber ?? addresses.GetValueOrDefault(chatKey)?.Subscriber;
        var result = RowResult.Unchanged;
        if (row.Email is not null)
        {
            result = Apply(emailKey, row.Digest, Cadence.Daily);
        }
        if (row.Chat is not null && Apply(chatKey, row.Telegram, Cadence.Instant) is var other && other > result)
        {
            result = other;
        }
        return person is null || result == RowResult.Kept || !ApplyTo(person, row) || result > RowResult.Changed
            ? result
            : RowResult.Changed;

        RowResult Apply((ChannelKind Channel, string Value) key, ChannelChoice? choice, Cadence usual)
        {
            if (deleted.Contains(key))
            {
                return RowResult.Kept;
            }
            var isNew = !addresses.TryGetValue(key, out var address);
            if (address is null)
            {
                person ??= NewPerson(row);
                address = NewAddress(person, key.Channel, key.Value, row);
            }
            var import = new AddressImport(address, isNew, defaults);
            var result = import.Apply(row, topics, choice, usual);
            imports.Add(import);
            if (import.Ended)
            {
                ended.Add(address);
            }
            return result;
        }
    }

    private Subscriber NewPerson(SubscriberRow row)
    {
        var person = new Subscriber { CreatedAt = defaults.Now };
        ApplyTo(person, row);
        db.Subscribers.Add(person);
        return person;
    }

    private Address NewAddress(Subscriber person, ChannelKind channel, string value, SubscriberRow row)
    {
        var address = new Address
        {
            Subscriber = person,
            Channel = channel,
            Value = value,
            WrittenAs = channel == ChannelKind.Email ? row.Email?.WrittenAs : null,
            LaneId = ReceivingDomains.LaneOf(channel, value),
            StateSince = defaults.Now,
            Language = row.Language ?? defaults.Language,
            TimeZone = row.TimeZone ?? defaults.TimeZone,
            CreatedAt = defaults.Now,
        };
        db.Addresses.Add(address);
        addresses.Add((channel, value), address);
        return address;
    }

    /// <returns>Whether name or attributes changed.</returns>
    private static bool ApplyTo(Subscriber person, SubscriberRow row)
    {
        var attributes = Merge(person.Attributes, row.Attributes);
        var name = row.Name ?? person.Name;
        if (name == person.Name && attributes == person.Attributes)
        {
            return false;
        }
        (person.Name, person.Attributes) = (name, attributes);
        return true;
    }

    /// <summary>Sorted by name, so that the same attributes are the same text.</summary>
    private static string? Merge(string? json, IReadOnlyDictionary<string, string> read)
    {
        if (read.Count == 0)
        {
            return json;
        }
        var merged = new SortedDictionary<string, string>(
            json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [],
            StringComparer.Ordinal
        );
        foreach (var (name, value) in read)
        {
            merged[name] = value;
        }
        return JsonSerializer.Serialize(merged);
    }
}
