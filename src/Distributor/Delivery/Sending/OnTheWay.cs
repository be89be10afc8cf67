namespace Distributor.Delivery.Sending;

/// <summary>How many rows this process holds just now, on all channels together.</summary>
public sealed class OnTheWay
{
    private int count;

    public int Count => Volatile.Read(ref count);

    internal void Add(int rows) => Interlocked.Add(ref count, rows);
}
