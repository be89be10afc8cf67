namespace Distributor.Testing.Smtp;

/// <summary>How fast content is read: asked before each read for how many octets it may take.</summary>
sealed class SmtpPace
{
    readonly Func<long, CancellationToken, ValueTask<int>> _allow;

    SmtpPace(Func<long, CancellationToken, ValueTask<int>> allow) => _allow = allow;

    /// <param name="read">Octets of content read so far.</param>
    /// <returns>How many the next read may take; 0 ends the connection.</returns>
    public ValueTask<int> AllowAsync(long read, CancellationToken cancellationToken) => _allow(read, cancellationToken);

    public static SmtpPace Until(SmtpGate gate, long after) =>
        new(
            async (read, cancellationToken) =>
            {
                if (read < after)
                {
                    return Limit(after - read);
                }
                await gate.PassAsync(cancellationToken);
                return int.MaxValue;
            }
        );

    public static SmtpPace Steps(int octets, TimeSpan pause, TimeProvider time) =>
        new(
            async (read, cancellationToken) =>
            {
                if (read > 0)
                {
                    await Task.Delay(pause, time, cancellationToken);
                }
                return octets;
            }
        );

    public static SmtpPace End(long octets) =>
        new((read, _) => ValueTask.FromResult(read < octets ? Limit(octets - read) : 0));

    static int Limit(long octets) => (int)Math.Min(octets, int.MaxValue);
}
