using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Distributor.Testing.BotApi;

/// <summary>
/// The parameters of a request. The server takes them from the query, a form, a multipart body or a JSON object alike,
/// and reads every value as text.
/// </summary>
sealed class CallArguments
{
    readonly Dictionary<string, string> values = [];
    readonly Dictionary<string, UploadedFile> files = [];

    /// <summary>As they came, for the list of calls.</summary>
    public JsonObject Json { get; } = [];

    /// <summary>Null when the body is no JSON object although it says so.</summary>
    public static async Task<CallArguments?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var arguments = new CallArguments();
        foreach (var (name, value) in request.Query)
        {
            arguments.Add(name, value.ToString());
        }
        if (request.HasFormContentType)
        {
            await arguments.ReadFormAsync(request, cancellationToken);
        }
        else if (request.HasJsonContentType())
        {
            using var reader = new StreamReader(request.Body);
            return arguments.ReadJson(await reader.ReadToEndAsync(cancellationToken)) ? arguments : null;
        }
        return arguments;
    }

    /// <summary>Null when it is not there; the server treats an empty value as not there.</summary>
    public string? Text(string name) => values.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    /// <summary>0 for what is no number, as the server reads it.</summary>
    public long Number(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    public double Real(string name) =>
        double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public bool Flag(string name) => Text(name)?.ToUpperInvariant() is "TRUE" or "YES" or "1";

    /// <summary>False when the value is there and is no JSON.</summary>
    public bool TryJson(string name, out JsonNode? node)
    {
        node = null;
        return Text(name) is not { } text || TryParse(text, out node);
    }

    public UploadedFile? File(string name) => files.GetValueOrDefault(name);

    bool ReadJson(string body)
    {
        if (body.Length == 0)
        {
            return true;
        }
        if (!TryParse(body, out var node) || node is not JsonObject members)
        {
            return false;
        }
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                Json[name] = value.DeepClone();
                values[name] =
                    value is JsonValue single && single.TryGetValue<string>(out var text) ? text : value.ToJsonString();
            }
        }
        return true;
    }

    async Task ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await request.ReadFormAsync(cancellationToken);
        foreach (var (name, value) in form)
        {
            Add(name, value.ToString());
        }
        foreach (var file in form.Files)
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, cancellationToken);
            files[file.Name] = new(file.FileName, file.ContentType, content.ToArray());
        }
    }

    void Add(string name, string value)
    {
        values[name] = value;
        Json[name] = value is ['{' or '[', ..] && TryParse(value, out var node) ? node : value;
    }

    static bool TryParse(string text, out JsonNode? node)
    {
        try
        {
            node = JsonNode.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            node = null;
            return false;
        }
    }
}
