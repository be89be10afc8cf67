using Distributor.Channels;
using Distributor.Jobs;

namespace Distributor.Delivery.Sending;

/// <summary>Tells the sender loops of this process that rows were planned, so that they need not wait for their next look.</summary>
public sealed class SenderWake(TimeProvider time)
{
    private readonly NewWork email = new(time);
    private readonly NewWork telegram = new(time);

    public void Wake()
    {
        email.Announce();
        telegram.Announce();
    }

    public Task WaitAsync(ChannelKind channel, TimeSpan max, CancellationToken cancellationToken) =>
        (channel == ChannelKind.Email ? email : telegram).WaitAsync(max, cancellationToken);
}
