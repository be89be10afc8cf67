namespace Distributor.Delivery.Reading;

/// <summary>The ledger's own reasons are short and for programs; this is what an admin should know of each.</summary>
public static class ReasonWords
{
    /// <summary>A sentence; null for no reason, and for one that came from the outside and says all itself.</summary>
    public static string? Explain(string? reason) =>
        reason switch
        {
            "nothing new" => "No story of this reader's topics since the last digest.",
            "quiet hours" => "Goes out at the end of the reader's quiet hours.",
            "in summary" => "Told in a summary instead of one by one.",
            "muted" => "The reader muted the topic.",
            "no longer wanted" => "The reader changed topics before it went out.",
            "too late" => "It could not be sent in time; old news is not sent.",
            "held" => "The run or its edition is held; release it.",
            "stopped" => "Sending is stopped.",
            "cancelled" => "An admin cancelled the run.",
            "retracted" => "The article was withdrawn before it went out.",
            "unsubscribed" => "The address unsubscribed before it went out.",
            "paused" => "The address is paused.",
            "pending" => "The address is not confirmed yet.",
            "bounced" => "The mailbox or chat refuses for good.",
            "deleted" => "The subscriber was deleted.",
            "nothing changed" => "The chat shows these words already.",
            "no message to edit" => "The alert has no single message that could be changed.",
            "merged" => "The group became a supergroup and got it there.",
            _ => null,
        };
}
