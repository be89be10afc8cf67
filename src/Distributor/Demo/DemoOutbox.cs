using System.Globalization;
using System.Text.Json;
using Distributor.Storage;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Distributor.Demo;

/// <summary>Reads the messages of the outbox for showing them. A name is looked up in the folder and never joined to a path unseen.</summary>
public sealed class DemoOutbox(IOptions<StorageOptions> storage)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";
    private const int TimeLength = 19;

    /// <summary>Names of mails, the oldest first.</summary>
    public IReadOnlyList<string> MailFiles() => Files("email", "*.eml");

    /// <summary>Names of Bot API calls, the oldest first.</summary>
    public IReadOnlyList<string> TelegramFiles() => Files("telegram", "*.json");

    /// <summary>The bytes of a mail, or null when the outbox has no file of that name.</summary>
    public byte[]? MailSource(string file) =>
        MailFiles().Contains(file, StringComparer.Ordinal)
            ? File.ReadAllBytes(Path.Combine(Folder("email"), file))
            : null;

    /// <summary>One mail, or null when the outbox has no file of that name.</summary>
    public DemoMail? Mail(string file)
    {
        if (MailSource(file) is not { } source)
        {
            return null;
        }
        using var bytes = new MemoryStream(source);
        using var message = MimeMessage.Load(bytes);
        return new DemoMail(
            file,
            message.Subject ?? "",
            message.From.ToString(),
            message.To.ToString(),
            message.Date,
            [.. message.Headers.Where(DemoMail.IsTold).Select(header => new DemoHeader(header.Field, header.Value))],
            message.HtmlBody ?? "",
            message.TextBody ?? "",
            source.Length
        );
    }

    public IReadOnlyList<DemoMail> Mails() => [.. MailFiles().Select(Mail).OfType<DemoMail>()];

    /// <summary>All Bot API calls, the oldest first.</summary>
    public IReadOnlyList<DemoCall> Calls() => [.. TelegramFiles().Select(Call)];

    private DemoCall Call(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder("telegram"), file)));
        var call = json.RootElement;
        var chat = call.GetProperty("chat_id").GetInt64().ToString(CultureInfo.InvariantCulture);
        return new DemoCall(
            file,
            call.TryGetProperty("message_thread_id", out var thread)
                ? string.Create(CultureInfo.InvariantCulture, $"{chat}/{thread.GetInt64()}")
                : chat,
            Text(call, "text") ?? Text(call, "caption") ?? "",
            Text(call, "photo"),
            call.TryGetProperty("reply_markup", out var markup) ? Keyboard(markup) : [],
            DateTimeOffset.ParseExact(
                file[..TimeLength],
                TimeFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal
            )
        );
    }

    private static IReadOnlyList<IReadOnlyList<DemoButton>> Keyboard(JsonElement markup) =>
        [
            .. markup
                .GetProperty("inline_keyboard")
                .EnumerateArray()
                .Select(row =>
                    (IReadOnlyList<DemoButton>)
                        [
                            .. row.EnumerateArray()
                                .Select(button => new DemoButton(Text(button, "text") ?? "", Text(button, "url"))),
                        ]
                ),
        ];

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private string Folder(string channel) => Path.Combine(storage.Value.FullDataDirectory, "outbox", channel);

    private IReadOnlyList<string> Files(string channel, string pattern) =>
        Directory.Exists(Folder(channel))
            ?
            [
                .. Directory
                    .EnumerateFiles(Folder(channel), pattern)
                    .Select(path => Path.GetFileName(path))
                    .Order(StringComparer.Ordinal),
            ]
            : [];
}
