using Distributor.Subscribers.Managing;

namespace Distributor.Dashboard.Subscribers;

/// <summary>Why somebody cannot have an address, and what to do.</summary>
internal static class RefusalWords
{
    /// <param name="subscriberId">Who was to have it; null for somebody new.</param>
    public static string Of(AddressResult result, long? subscriberId = null) =>
        result.Refusal switch
        {
            AddressRefusal.Taken when result.SubscriberId == subscriberId => "This person has the address already.",
            AddressRefusal.Taken => "Somebody else has this address.",
            AddressRefusal.Forgotten =>
                "The owner of this address asked to be deleted. Only they can come back, by signing up themselves.",
            _ => "This person is gone or being deleted.",
        };
}
