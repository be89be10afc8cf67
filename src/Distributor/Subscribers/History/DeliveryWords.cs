using System.Globalization;
using Distributor.Delivery;
using Distributor.Delivery.Reading;

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
        string.IsNullOrEmpty(reason)
            ? null
            : ReasonWords.Explain(reason)
                ?? state switch
                {
                    DeliveryState.Accepted => null,
                    DeliveryState.Deferred => "It will be tried again: " + reason,
                    DeliveryState.Uncertain => "It may have arrived, the answer was lost: " + reason,
                    _ => Sentence(reason),
                };

    private static string Sentence(string reason) =>
        char.ToUpper(reason[0], CultureInfo.InvariantCulture) + reason[1..] + (reason.EndsWith('.') ? "" : ".");
}
