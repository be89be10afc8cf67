namespace Distributor.Subscribers.Bulk;

/// <summary>What can be done to many people at once, all of it but a deletion to be undone.</summary>
public enum BulkAction
{
    Pause,
    Resume,
    Unsubscribe,
    AddTopic,
    RemoveTopic,
}

/// <summary>The stored and posted words of the actions.</summary>
public static class BulkActions
{
    public static string Word(BulkAction action) =>
        action switch
        {
            BulkAction.Pause => "pause",
            BulkAction.Resume => "resume",
            BulkAction.Unsubscribe => "unsubscribe",
            BulkAction.AddTopic => "add-topic",
            _ => "remove-topic",
        };

    public static BulkAction? Read(string? word) =>
        Enum.GetValues<BulkAction>()
            .Select(action => (BulkAction?)action)
            .FirstOrDefault(action => Word(action!.Value) == word);
}
