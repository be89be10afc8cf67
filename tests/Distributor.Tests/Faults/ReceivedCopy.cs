namespace Distributor.Tests.Faults;

/// <summary>One message as it came.</summary>
/// <param name="MessageId">Of a mail.</param>
internal sealed record ReceivedCopy(string Address, string Story, DateTimeOffset At, bool IsSilent, string? MessageId)
{
    public (string, string) Key => (Address, Story);
}
