using System.Globalization;
using Distributor.Delivery;

namespace Distributor.Subscribers.History;

/// <summary>What became of a message, in words for admins: the ledger's reasons are short and for programs.</summary>
public static class DeliveryWords
{
    public static string State(DeliveryState state) =>
        state switch
        {
            DeliveryState.Planned => "Waiting",
            DeliveryState.Deferred => "Put off",
            DeliveryState.Sending => "Being sent",
            DeliveryState.Accepted => "Sent",
            DeliveryState.Failed => "Failed",
            DeliveryState.Suppressed => "Not sent",
            _ => "Unclear",
        };

    /// <summary>Why, as a sentence; null when the state says it all.</summary>
    public static string? Why(DeliveryState state, string? reason) =>
        reason switch
        {
            null or "" => null,
            "nothing new" => "There was nothing new in their topics since the last digest.",
            "muted" => "They had muted the topic.",
            "no longer wanted" => "They had changed their topics, so they no longer wanted it.",
            "in summary" => "Many alerts came at once, so a summary told it instead.",
            "too late" => "It could not be sent in time and would have been old news.",
            "unsubscribed" => "They had unsubscribed.",
            "bounced" => "The address was out of service: an earlier message had bounced.",
            "paused" => "They had paused.",
            "pending" => "They had not confirmed the address yet.",
            "deleted" => "The subscriber was deleted.",
            "merged" => "The chat became one with another; that one got it.",
            "quiet hours" => "It waits for the end of their quiet hours.",
            "held" => "The run is on hold.",
            "cancelled" => "An admin cancelled the run.",
            "stopped" => "Sending is stopped.",
            "nothing changed" => "What they had was already right.",
            "no message to edit" => "There was no message of ours to change.",
            _ => state switch
            {
                DeliveryState.Accepted => null,
                DeliveryState.Deferred => "It will be tried again: " + reason,
                DeliveryState.Uncertain => "It may have arrived, the answer was lost: " + reason,
                _ => Sentence(reason),
            },
        };

    private static string Sentence(string reason) =>
        char.ToUpper(reason[0], CultureInfo.InvariantCulture) + reason[1..] + (reason.EndsWith('.') ? "" : ".");
}
