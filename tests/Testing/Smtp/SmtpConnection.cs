namespace Distributor.Testing.Smtp;

/// <summary>What is known of one connection, open or closed.</summary>
public sealed class SmtpConnection
{
    readonly Lock _lock = new();
    readonly List<string> _transcript = [];
    volatile bool _open = true;

    internal SmtpConnection(int number) => Number = number;

    /// <summary>Counted from 1 in the order of connecting.</summary>
    public int Number { get; }

    public bool IsOpen
    {
        get => _open;
        internal set => _open = value;
    }

    /// <summary>Both sides in order, <c>C: </c> and <c>S: </c> before each line; what follows AUTH is masked, content left out.</summary>
    public IReadOnlyList<string> Transcript
    {
        get
        {
            lock (_lock)
            {
                return [.. _transcript];
            }
        }
    }

    /// <summary>The client's lines only.</summary>
    public IReadOnlyList<string> Commands =>
        [.. Transcript.Where(line => line.StartsWith("C: ", StringComparison.Ordinal)).Select(line => line[3..])];

    internal void Log(string line)
    {
        lock (_lock)
        {
            _transcript.Add(line);
        }
    }
}
