using System.Text.Json.Nodes;
using MimeKit;

namespace Distributor.Testing.Smtp.Page;

/// <summary>What the page shows, as JSON. The script of the page escapes by never writing markup.</summary>
static class SmtpPageJson
{
    const int NewestMails = 300;
    const int NewestViolations = 20;

    public static JsonObject State(LoopbackSmtpServer server) =>
        new()
        {
            ["port"] = server.Port,
            ["taken"] = server.MailsTaken,
            ["opened"] = server.ConnectionsOpened,
            ["open"] = server.ConnectionsOpen,
            ["most"] = server.MostConnectionsAtOnce,
            ["injected"] = server.Faults.Injected,
            ["mails"] = new JsonArray([.. server.Mails.TakeLast(NewestMails).Reverse().Select(Summary)]),
            ["faults"] = new JsonArray([.. server.Faults.Rules.Where(rule => rule.Used < rule.Times).Select(Rule)]),
            ["violations"] = new JsonArray([
                .. server.Violations.TakeLast(NewestViolations).Reverse().Select(Violation),
            ]),
        };

    public static JsonObject Mail(ReceivedMail mail, LoopbackSmtpServer server)
    {
        var json = Summary(mail);
        json["hasHtml"] = Message(mail)?.HtmlBody is not null;
        json["text"] = Message(mail)?.TextBody;
        json["headers"] = new JsonArray([
            .. Message(mail)?.Headers.Select(header => new JsonArray(header.Field, header.Value)) ?? [],
        ]);
        json["source"] = System.Text.Encoding.UTF8.GetString(mail.Raw.Span);
        json["envelope"] = Envelope(mail);
        json["transcript"] = new JsonArray([
            .. server.Connections[mail.Connection - 1].Transcript.Select(line => (JsonNode)line),
        ]);
        return json;
    }

    /// <summary>Null when the content is no mail at all.</summary>
    public static MimeMessage? Message(ReceivedMail mail)
    {
        try
        {
            return mail.Message;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    static JsonObject Summary(ReceivedMail mail) =>
        new()
        {
            ["number"] = mail.Number,
            ["from"] = Message(mail)?.From.ToString() is { Length: > 0 } from ? from : $"<{mail.From}>",
            ["to"] = string.Join(", ", mail.Recipients),
            ["subject"] = Message(mail)?.Subject,
            ["at"] = mail.ReceivedAt.ToUnixTimeMilliseconds(),
            ["size"] = mail.Size,
            ["isAnswered"] = mail.Answered,
        };

    static JsonArray Envelope(ReceivedMail mail) =>
        [
            new JsonArray("From", $"<{mail.From}>"),
            .. mail.Parameters.Select(parameter => new JsonArray(
                $"with {parameter.Key}",
                parameter.Value ?? "(no value)"
            )),
            .. mail.Recipients.Select(recipient => new JsonArray("To", $"<{recipient}>")),
            new JsonArray("Content", $"{mail.Size:N0} octets by {(mail.IsChunked ? "BDAT" : "DATA")}"),
            new JsonArray("Connection", $"{mail.Connection}, its message {mail.NumberInConnection}"),
            new JsonArray("Encrypted", mail.IsTls ? "yes" : "no"),
            new JsonArray("User", mail.User ?? "nobody"),
            new JsonArray("Answered", mail.Answered ? "250" : "the client was not told"),
        ];

    static JsonObject Rule(SmtpFaultRule rule) =>
        new()
        {
            ["at"] = rule.At.ToString(),
            ["what"] = rule.Fault.ToString(),
            ["used"] = rule.Used,
            ["left"] = rule.Times == int.MaxValue ? null : rule.Times - rule.Used,
        };

    static JsonObject Violation(SmtpViolation violation) =>
        new()
        {
            ["rule"] = violation.Rule.ToString(),
            ["detail"] = violation.Detail,
            ["connection"] = violation.Connection,
        };
}
