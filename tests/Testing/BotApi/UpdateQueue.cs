using System.Text.Json.Nodes;

namespace Distributor.Testing.BotApi;

/// <summary>What the bot shall learn, until it says it has. The caller holds the lock of the world.</summary>
sealed class UpdateQueue(TimeProvider time)
{
    static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>Sent only to bots that ask for them by name.</summary>
    static readonly HashSet<string> Unasked = ["chat_member", "message_reaction", "message_reaction_count"];

    readonly List<PendingUpdate> pending = [];
    HashSet<string> allowed = [];
    long nextId = 700_000_001;

    /// <summary>Called after an update was added.</summary>
    public event Action? Added;

    public int Count => pending.Count;

    public IReadOnlyList<string> Allowed => [.. allowed.Order(StringComparer.Ordinal)];

    /// <param name="kind">The field of <c>Update</c>, for example <c>message</c>.</param>
    public void Add(string kind, long chatId, JsonObject content)
    {
        if (allowed.Count > 0 ? !allowed.Contains(kind) : Unasked.Contains(kind))
        {
            return;
        }
        pending.Add(new(nextId++, chatId, kind, content, time.GetUtcNow()));
        Added?.Invoke();
    }

    /// <summary>Takes <c>allowed_updates</c> of a call; without it the last one stays, an empty list is the default.</summary>
    public void Allow(CallArguments arguments)
    {
        if (arguments.TryJson("allowed_updates", out var node) && node is JsonArray kinds)
        {
            allowed = [.. kinds.Select(kind => (string?)kind).OfType<string>()];
        }
    }

    /// <summary>A positive offset forgets all before it; a negative one leaves so many at the end.</summary>
    public void Confirm(long offset)
    {
        pending.RemoveAll(update => update.ReceivedAt <= time.GetUtcNow() - Kept);
        if (offset > 0)
        {
            pending.RemoveAll(update => update.Id < offset);
        }
        else if (offset < 0 && pending.Count > -offset)
        {
            pending.RemoveRange(0, pending.Count + (int)offset);
        }
    }

    public JsonArray Batch(int limit) => [.. pending.Take(limit).Select(update => update.ToJson())];

    public IReadOnlyList<PendingUpdate> All => [.. pending];

    public void Remove(PendingUpdate update) => pending.Remove(update);

    public void Clear() => pending.Clear();
}
