using System.Collections.Immutable;

namespace Distributor.Subscribers;

/// <summary>The columns of a subscribers file and the words in them; import and export share them.</summary>
public static class SubscriberCsv
{
    public const string Email = "email";
    public const string Name = "name";
    public const string Chat = "telegram_chat_id";
    public const string Language = "language";
    public const string TimeZone = "time_zone";
    public const string Topics = "topics";
    public const string Telegram = "telegram";
    public const string Digest = "digest";
    public const string DigestTime = "digest_time";
    public const string Status = "status";

    public const string Off = "off";
    public const char TopicSeparator = ';';

    public static ImmutableArray<string> Header { get; } =
    [Email, Name, Chat, Language, TimeZone, Topics, Telegram, Digest, DigestTime, Status];
}
