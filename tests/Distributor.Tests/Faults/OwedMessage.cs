using Distributor.Delivery;

namespace Distributor.Tests.Faults;

/// <summary>One row of the ledger, in words of the test.</summary>
internal sealed record OwedMessage(string Address, string Story, DeliveryRow Row)
{
    public (string, string) Key => (Address, Story);
}
