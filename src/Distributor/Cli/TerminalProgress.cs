using System.Globalization;

namespace Distributor.Cli;

/// <summary>One line on a terminal that counts up; not for pipes and files.</summary>
internal sealed class TerminalProgress(string things) : IProgress<long>
{
    private int width;

    public void Report(long value)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{value:N0} {things}");
        width = line.Length;
        Console.Error.Write("\r" + line);
    }

    public void Clear() => Console.Error.Write("\r" + new string(' ', width) + "\r");
}
