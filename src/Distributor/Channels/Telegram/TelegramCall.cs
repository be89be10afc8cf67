using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Distributor.Channels.Telegram;

/// <summary>A message as the JSON of its Bot API call, with the method beside the parameters.</summary>
static class TelegramCall
{
    /// <summary>The thread of General, which the Bot API knows only as no thread at all.</summary>
    const int GeneralThread = 1;

    const int MaxCallbackBytes = 64;

    /// <summary>Why the Bot API would refuse the message whatever its text, or null.</summary>
    public static string? Fault(TelegramMessage message)
    {
        if (message.Html.Length == 0 && message.Photo is null)
        {
            return "the message has neither text nor picture";
        }

        return message.Buttons.All(IsGood) ? null : "a button needs a text and either a link or 1-64 bytes of data";
    }

    public static ReadOnlyMemory<byte> ToJson(TelegramMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);

        var options = new JsonWriterOptions { Indented = true };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            Write(json, message);
        }

        return buffer.WrittenMemory;
    }

    static bool IsGood(TelegramButton button) =>
        button.Text.Length > 0
        && (button.Url, button.CallbackData) switch
        {
            ({ IsAbsoluteUri: true }, null) => true,
            (null, { } data) => Encoding.UTF8.GetByteCount(data) is >= 1 and <= MaxCallbackBytes,
            _ => false,
        };

    static void Write(Utf8JsonWriter json, TelegramMessage message)
    {
        json.WriteStartObject();
        json.WriteString("method", Method(message));
        json.WriteNumber("chat_id", message.ChatId);
        if (message.EditMessageId is { } edited)
        {
            json.WriteNumber("message_id", edited);
        }
        else if (message.ThreadId is { } thread and not GeneralThread)
        {
            json.WriteNumber("message_thread_id", thread);
        }

        if (message is { Photo: { } photo, EditMessageId: null })
        {
            WriteReadable(json, "photo", photo.AbsoluteUri);
        }

        WriteReadable(json, message.Photo is null ? "text" : "caption", message.Html);
        json.WriteString("parse_mode", "HTML");
        if (message.EditMessageId is null)
        {
            json.WriteBoolean("disable_notification", message.Silent || message.MaybeDuplicate);
        }

        if (message.Photo is null)
        {
            json.WriteStartObject("link_preview_options");
            json.WriteBoolean("is_disabled", true);
            json.WriteEndObject();
        }

        if (message.Buttons.Count > 0)
        {
            WriteKeyboard(json, message.Buttons);
        }

        json.WriteEndObject();
    }

    /// <summary>An edit names the message alone: it has no thread and makes no sound, and a picture stays as it is.</summary>
    static string Method(TelegramMessage message) =>
        (message.EditMessageId, message.Photo) switch
        {
            (null, null) => "sendMessage",
            (null, _) => "sendPhoto",
            (_, null) => "editMessageText",
            _ => "editMessageCaption",
        };

    /// <summary>
    /// Escapes only what JSON must have escaped: every encoder of the library also escapes emoji, and these files are
    /// read by people. A lone surrogate becomes U+FFFD, as it would on the wire.
    /// </summary>
    static void WriteReadable(Utf8JsonWriter json, string name, string? value)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in (value ?? "").EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' or '\\' => quoted.Append('\\').Append((char)rune.Value),
                '\n' => quoted.Append("\\n"),
                < ' ' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => quoted.Append(rune.ToString()),
            };
        }

        json.WritePropertyName(name);
        json.WriteRawValue(quoted.Append('"').ToString());
    }

    static void WriteKeyboard(Utf8JsonWriter json, IReadOnlyList<TelegramButton> buttons)
    {
        json.WriteStartObject("reply_markup");
        json.WriteStartArray("inline_keyboard");
        foreach (var row in buttons.Chunk(TelegramMessage.ButtonsInRow))
        {
            json.WriteStartArray();
            foreach (var button in row)
            {
                WriteButton(json, button);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteButton(Utf8JsonWriter json, TelegramButton button)
    {
        json.WriteStartObject();
        WriteReadable(json, "text", button.Text);
        if (button.Url is { } url)
        {
            WriteReadable(json, "url", url.AbsoluteUri);
        }
        else
        {
            WriteReadable(json, "callback_data", button.CallbackData);
        }

        json.WriteEndObject();
    }
}
