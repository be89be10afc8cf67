using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Distributor.Cli;

/// <summary>How commands print what they found: one JSON value on stdout with <c>--json</c>, else words.</summary>
internal static class Output
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Option<bool> JsonOption() => new("--json") { Description = "Prints JSON on stdout." };

    public static void Json(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Format));

    /// <summary>Who the command line is in the audit.</summary>
    public static string Actor => "cli:" + Environment.UserName;
}
