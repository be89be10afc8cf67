using Distributor.Subscribers.Bulk;

namespace Distributor.Dashboard.Subscribers;

/// <summary>What a change of many did, in one sentence.</summary>
internal static class BulkWords
{
    public static string Done(BulkChange change, string? topic)
    {
        var addresses = change.Changed == 1 ? "1 address" : $"{SubscriberWords.Number(change.Changed)} addresses";
        if (change.Changed == 0)
        {
            return "Nothing changed: they were like that already.";
        }
        return BulkActions.Read(change.Action) switch
        {
            BulkAction.Pause => $"Paused {addresses}.",
            BulkAction.Resume => $"Resumed {addresses}.",
            BulkAction.Unsubscribe => $"Unsubscribed {addresses}.",
            BulkAction.AddTopic => $"Added {topic ?? "the topic"} to {addresses}.",
            _ => $"Removed {topic ?? "the topic"} from {addresses}.",
        };
    }
}
