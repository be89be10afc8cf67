using System.Text.Json;
using MimeKit;

namespace Distributor.Testing;

/// <summary>Reads what landed in an outbox, in the order it was written.</summary>
public static class OutboxReader
{
    const int TimeAndHyphen = 20;

    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The mails of <c>outbox/email</c> under a data directory; none when there is no such folder.</summary>
    /// <exception cref="FormatException">A file is no mail: it was not written whole, or not by us.</exception>
    public static IReadOnlyList<OutboxMail> ReadMails(string dataDirectory) =>
        [.. Files(dataDirectory, "email", "*.eml").Select(ReadMail)];

    /// <summary>The Bot API calls of <c>outbox/telegram</c> under a data directory; none when there is no such folder.</summary>
    /// <exception cref="JsonException">A file is no JSON: it was not written whole, or not by us.</exception>
    public static IReadOnlyList<OutboxCall> ReadCalls(string dataDirectory) =>
        [.. Files(dataDirectory, "telegram", "*.json").Select(ReadCall)];

    static IEnumerable<string> Files(string dataDirectory, string channel, string pattern)
    {
        var folder = Path.Combine(dataDirectory, "outbox", channel);
        return Directory.Exists(folder) ? Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal) : [];
    }

    static string DeliveryId(string file) => Path.GetFileNameWithoutExtension(file)[TimeAndHyphen..];

    static OutboxMail ReadMail(string file)
    {
        using var message = MimeMessage.Load(file);
        return new OutboxMail
        {
            FileName = Path.GetFileName(file),
            DeliveryId = DeliveryId(file),
            From = message.From.Mailboxes.Single().Address,
            To = message.To.Mailboxes.Single().Address,
            ToName = message.To.Mailboxes.Single().Name ?? "",
            Subject = message.Subject ?? "",
            Text = message.TextBody ?? "",
            Html = message.HtmlBody ?? "",
            MessageId = message.MessageId ?? "",
            Date = message.Date,
            Headers = message.Headers.ToLookup(
                header => header.Field,
                header => header.Value,
                StringComparer.OrdinalIgnoreCase
            ),
        };
    }

    static OutboxCall ReadCall(string file)
    {
        var call =
            JsonSerializer.Deserialize<OutboxCall>(File.ReadAllBytes(file), Json)
            ?? throw new JsonException($"{file} holds null");
        return call with { FileName = Path.GetFileName(file), DeliveryId = DeliveryId(file) };
    }
}
