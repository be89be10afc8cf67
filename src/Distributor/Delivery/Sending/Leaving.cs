namespace Distributor.Delivery.Sending;

/// <summary>One message about to leave, with what decides whether it does.</summary>
internal sealed record Leaving<TMessage>(
    ClaimedDelivery Row,
    ReadyLane Lane,
    string LaneKey,
    Prepared<TMessage> Prepared,
    LastLooks Looks
)
    where TMessage : class;
