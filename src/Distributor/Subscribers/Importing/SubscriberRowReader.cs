using Distributor.Articles.Topics;
using Distributor.Digests;
using NodaTime;

namespace Distributor.Subscribers.Importing;

/// <summary>Understands the rows of a subscribers file; knows its header and nothing of the database.</summary>
internal sealed class SubscriberRowReader
{
    private const int LongestName = 200;

    private readonly string[] header;
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);

    private SubscriberRowReader(string[] header) => this.header = header;

    /// <summary>Reads the header, or says what is wrong with it.</summary>
    public static (SubscriberRowReader? Reader, string? Fault) Create(string[] cells)
    {
#pragma warning disable CA1308 // the columns are named in lower case
        var names = cells.Select(cell => cell.Trim().ToLowerInvariant()).ToArray();
#pragma warning restore CA1308
        var reader = new SubscriberRowReader([.. cells.Select(cell => cell.Trim())]);
        for (var index = 0; index < names.Length; index++)
        {
            if (names[index].Length > 0 && !reader.columns.TryAdd(names[index], index))
            {
                return (null, $"the header has the column {names[index]} twice; remove one");
            }
        }
        if (reader.columns.ContainsKey(SubscriberCsv.Email) || reader.columns.ContainsKey(SubscriberCsv.Chat))
        {
            return (reader, null);
        }
        return (
            null,
            "the header names neither email nor telegram_chat_id; the first line must be "
                + string.Join(',', SubscriberCsv.Header)
                + (cells is [var only] && only.Contains(';') ? ", separated by commas, not semicolons" : "")
        );
    }

    /// <summary>The row, or a reason that names the column and the cure.</summary>
    public (SubscriberRow? Row, string? Fault) Read(CsvRecord record)
    {
        if (record.Fault is not null)
        {
            return (null, record.Fault);
        }
        if (record.Cells.Length != header.Length)
        {
            return (
                null,
                $"{record.Cells.Length} fields where the header has {header.Length}; quote cells that contain a comma"
            );
        }
        if (Array.FindIndex(record.Cells, HasControl) is >= 0 and var bad)
        {
            return (null, $"{header[bad]} contains a control character; remove it");
        }
        try
        {
            return (Understand(record), null);
        }
        catch (FormatException fault)
        {
            return (null, fault.Message);
        }
    }

    private SubscriberRow Understand(CsvRecord record)
    {
        string? Cell(string column) => columns.TryGetValue(column, out var at) ? record.Cells[at].Trim() : null;

        var email = Cell(SubscriberCsv.Email) is { Length: > 0 } mail ? ParseEmail(mail) : null;
        var chat = Cell(SubscriberCsv.Chat) is { Length: > 0 } id ? ParseChat(id) : null;
        if (email is null && chat is null)
        {
            throw new FormatException("neither email nor telegram_chat_id is given; one is required");
        }
        var name = Cell(SubscriberCsv.Name);
        if (name?.Length > LongestName)
        {
            throw new FormatException($"name is longer than {LongestName} characters; shorten it");
        }
        return new SubscriberRow
        {
            Line = record.Line,
            Email = email,
            Chat = chat,
            Name = string.IsNullOrEmpty(name) ? null : name,
            Language = Cell(SubscriberCsv.Language) is { Length: > 0 } tag ? ParseLanguage(tag) : null,
            TimeZone = Cell(SubscriberCsv.TimeZone) is { Length: > 0 } zone ? ParseZone(zone) : null,
            Topics = Cell(SubscriberCsv.Topics) is { } topics ? ParseTopics(topics) : null,
            Telegram = Cell(SubscriberCsv.Telegram) is { } telegram ? ParseTelegram(telegram) : null,
            Digest = Cell(SubscriberCsv.Digest) is { } digest ? ParseDigest(digest) : null,
            DigestTime = Cell(SubscriberCsv.DigestTime) is { Length: > 0 } time ? ParseTime(time) : null,
            Status = Cell(SubscriberCsv.Status) is { } status ? ParseStatus(status) : null,
            Attributes = Unknown(record.Cells),
        };
    }

    private Dictionary<string, string> Unknown(string[] cells) =>
        columns
            .Where(column => !SubscriberCsv.Header.Contains(column.Key) && cells[column.Value].Length > 0)
            .ToDictionary(column => header[column.Value], column => cells[column.Value], StringComparer.Ordinal);

    private static EmailAddress ParseEmail(string text) =>
        EmailAddress.TryParse(text, out var address)
            ? address
            : throw new FormatException("email is not one plain address; write it like ann@example.org");

    private static ChatAddress? ParseChat(string text) =>
        ChatAddress.TryParse(text, out var chat)
            ? chat
            : throw new FormatException(
                "telegram_chat_id is not a chat id; write a number such as 123456789 or -1001234567890, with /thread for a forum topic of a group"
            );

    /// <summary>A language our words do not exist in is no fault; the reader gets the words of the site.</summary>
    private static string? ParseLanguage(string tag) =>
        WordLanguages.IsTag(tag)
            ? WordLanguages.Find(tag)
            : throw new FormatException("language is not a language tag; write one such as en, es or pt-BR");

    private static string ParseZone(string zone) =>
        TimeZones.Find(zone)
        ?? throw new FormatException(
            "time_zone is not in the time zone database; write one such as Europe/Madrid or UTC"
        );

    private static List<string> ParseTopics(string cell)
    {
        var names = cell.Split(
                SubscriberCsv.TopicSeparator,
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
            .ToList();
        // Who wants everything needs no more than that one subscription.
        return names.Count == 0 || names.Contains(Topic.EverythingSlug) ? [Topic.EverythingSlug] : names;
    }

    private static ChannelChoice ParseTelegram(string word) =>
        Word(word) switch
        {
            "" or "instant" => new(Cadence.Instant),
            "breaking" => new(Cadence.Breaking),
            "daily" => new(Cadence.Daily),
            SubscriberCsv.Off => new(null),
            _ => throw new FormatException("telegram must be instant, breaking, daily or off"),
        };

    private static ChannelChoice ParseDigest(string word) =>
        Word(word) switch
        {
            "" or "daily" => new(Cadence.Daily),
            "weekly" => new(Cadence.Weekly),
            SubscriberCsv.Off => new(null),
            _ => throw new FormatException("digest must be daily, weekly or off"),
        };

    private static LocalTime? ParseTime(string time) =>
        DigestOptions.TryParseTime(time) ?? throw new FormatException("digest_time must be HH:mm, such as 07:30");

    private static AddressState ParseStatus(string word) =>
        Word(word) switch
        {
            "" or "active" => AddressState.Active,
            "pending" => AddressState.Pending,
            "paused" => AddressState.Paused,
            "unsubscribed" => AddressState.Unsubscribed,
            "bounced" => AddressState.Bounced,
            _ => throw new FormatException("status must be active, pending, paused, unsubscribed or bounced"),
        };

#pragma warning disable CA1308 // the words are lower case
    private static string Word(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308

    private static bool HasControl(string cell) =>
        cell.Any(character => char.IsControl(character) && character is not ('\t' or '\n' or '\r'));
}
