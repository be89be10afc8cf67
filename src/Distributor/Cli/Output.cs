using System.CommandLine;

namespace Distributor.Cli;

/// <summary>How commands print what they found: one JSON value on stdout with <c>--json</c>, else words.</summary>
internal static class Output
{
    public static Option<bool> JsonOption() => new("--json") { Description = "Prints JSON on stdout." };

    public static void Json(object value) => Console.Out.WriteLine(CliJson.Line(value));

    /// <summary>Who the command line is in the audit.</summary>
    public static string Actor => "cli:" + Environment.UserName;
}
