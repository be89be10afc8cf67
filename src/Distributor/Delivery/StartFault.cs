namespace Distributor.Delivery;

/// <summary>Why the process ends soon after its start, for the command that runs it to print; found only with the database.</summary>
public sealed class StartFault
{
    /// <summary>One line for an admin; null when all is well.</summary>
    public string? Line { get; private set; }

    /// <summary>The first fault stays.</summary>
    public void Report(string line) => Line ??= line;
}
