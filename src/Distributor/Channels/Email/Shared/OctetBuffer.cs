using System.Buffers;
using System.Text;

namespace Distributor.Channels.Email.Shared;

/// <summary>Octets that are put together in rented memory. Not for concurrent use; give it back by disposing.</summary>
sealed class OctetBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    byte[] octets = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => octets.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => octets.AsSpan(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return octets.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return octets.AsSpan(Length);
    }

    /// <summary>UTF-8.</summary>
    public void Add(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, this);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(octets);
        octets = [];
    }

    void Reserve(int size)
    {
        var needed = Length + Math.Max(size, 1);
        if (needed <= octets.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, octets.Length * 2));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(octets);
        octets = larger;
    }
}
