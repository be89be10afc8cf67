using System.Text.Json;
using Distributor.Channels;
using Distributor.Digests;

namespace Distributor.Subscribers.Exporting;

/// <summary>
/// One row of an export: an e-mail address, a chat, or both of one person where one row can say both. They need rows of
/// their own when language, zone, topics, hour or state differ; a row says one thing for both.
/// </summary>
internal sealed record ExportRow(
    Subscriber Person,
    Address? Email,
    Address? Chat,
    IReadOnlyDictionary<int, string> TopicNames
)
{
    public static IEnumerable<ExportRow> Of(Subscriber person, IReadOnlyDictionary<int, string> topics)
    {
        var emails = person.Addresses.Where(a => a.Channel == ChannelKind.Email).OrderBy(a => a.Id).ToList();
        var chats = person.Addresses.Where(a => a.Channel == ChannelKind.Telegram).OrderBy(a => a.Id).ToList();
        if (emails is [var email] && chats is [var chat] && new ExportRow(person, email, chat, topics) is var both)
        {
            if (both.SaysBoth())
            {
                yield return both;
                yield break;
            }
        }
        foreach (var address in emails)
        {
            yield return new ExportRow(person, address, null, topics);
        }
        foreach (var address in chats)
        {
            yield return new ExportRow(person, null, address, topics);
        }
    }

    public static Dictionary<string, string> ReadAttributes(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [];

    public IEnumerable<string> Cells(IReadOnlyList<string> attributeNames)
    {
        var attributes = ReadAttributes(Person.Attributes);
        var main = Main;
        return
        [
            Email?.WrittenAs ?? Email?.Value ?? "",
            Person.Name ?? "",
            Chat?.Value ?? "",
            main.Language,
            main.TimeZone,
            TopicsOf(main),
            Chat is null ? "" : Choice(Chat),
            Email is null ? "" : Choice(Email),
            TimeOf(Email) ?? TimeOf(Chat) ?? "",
            Word(main.State),
            .. attributeNames.Select(name => attributes.GetValueOrDefault(name, "")),
        ];
    }

    /// <summary>The address the shared columns speak of: one that still receives, so that <c>status</c> is not lost.</summary>
    private Address Main =>
        Email is null || (Email.State == AddressState.Unsubscribed && Chat is { State: not AddressState.Unsubscribed })
            ? Chat!
            : Email;

    private bool SaysBoth()
    {
        var (email, chat) = (Email!, Chat!);
        if (email.Language != chat.Language || email.TimeZone != chat.TimeZone)
        {
            return false;
        }
        if (email.State != chat.State)
        {
            // One of them off: the other's topics and state are the row's.
            return email.State == AddressState.Unsubscribed || chat.State == AddressState.Unsubscribed;
        }
        return TopicsOf(email) == TopicsOf(chat)
            && (TimeOf(email) is not { } one || TimeOf(chat) is not { } other || one == other);
    }

    /// <summary>What the address gets; one that was unsubscribed while the row is about another is off.</summary>
    private string Choice(Address address)
    {
        var ended = address.State == AddressState.Unsubscribed && Main.State != AddressState.Unsubscribed;
        // A file knows one cadence per channel; of several the most frequent is kept.
        var cadences = address.Subscriptions.Select(s => s.Cadence).ToList();
        return ended || cadences.Count == 0 ? SubscriberCsv.Off : WordOf(cadences.Min());
    }

    private string TopicsOf(Address address) =>
        string.Join(
            SubscriberCsv.TopicSeparator,
            address
                .Subscriptions.Select(s => TopicNames[s.TopicId].Replace(SubscriberCsv.TopicSeparator, ','))
                .Distinct()
                .Order(StringComparer.Ordinal)
        );

    private static string? TimeOf(Address? address) =>
        address?.Schedules.OrderBy(s => s.Cadence).Select(s => DigestOptions.Format(s.LocalTime)).FirstOrDefault();

#pragma warning disable CA1308 // the words of the file are lower case
    private static string WordOf(Cadence cadence) => cadence.ToString().ToLowerInvariant();

    private static string Word(AddressState state) => state.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
