using Distributor.Digests;
using Distributor.Subscribers;
using Distributor.Subscribers.Managing;

namespace Distributor.Dashboard.Subscribers;

/// <summary>The fields of the page that adds somebody, as typed, and what is wrong with them.</summary>
public sealed record AddForm
{
    public string Name { get; init; } = "";
    public string Email { get; init; } = "";
    public string Chat { get; init; } = "";

    /// <summary>Ids; none: all topics.</summary>
    public IReadOnlyList<int> Topics { get; init; } = [];
    public Cadence EmailCadence { get; init; } = Cadence.Daily;
    public Cadence ChatCadence { get; init; } = Cadence.Instant;
    public required string Language { get; init; }
    public required string TimeZone { get; init; }
    public string At { get; init; } = "";

    /// <summary>A mail asks first; otherwise the admin's word is the consent.</summary>
    public bool AskFirst { get; init; } = true;
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();

    /// <summary>Somebody who has the address.</summary>
    public long? OtherId { get; init; }

    public static (AddForm Form, NewSubscriber? Wanted) Read(IFormCollection fields)
    {
        var form = new AddForm
        {
            Name = Text("name"),
            Email = Text("email"),
            Chat = Text("chat"),
            Topics =
            [
                .. fields["topics"].Select(id => int.TryParse(id, out var topic) ? topic : 0).Where(id => id > 0),
            ],
            EmailCadence = Text("emailCadence") == "weekly" ? Cadence.Weekly : Cadence.Daily,
            ChatCadence = Text("chatCadence") switch
            {
                "breaking" => Cadence.Breaking,
                "daily" => Cadence.Daily,
                _ => Cadence.Instant,
            },
            Language = Text("language"),
            TimeZone = Text("zone"),
            At = Text("at"),
            AskFirst = Text("consent") != "given",
        };
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        EmailAddress? email = null;
        ChatAddress? chat = null;
        if (form.Name.Length > SubscriberEditing.LongestName)
        {
            errors["name"] = $"Shorten it to {SubscriberEditing.LongestName} characters.";
        }
        if (form.Email.Length > 0 && (form.Email.Length > 254 || !EmailAddress.TryParse(form.Email, out email)))
        {
            errors["email"] = "This is not one plain address; write it like ann@example.org.";
        }
        if (form.Chat.Length > 0 && !ChatAddress.TryParse(form.Chat, out chat))
        {
            errors["chat"] = "Write the number of the chat, such as 123456789; of a forum topic -1001234567890/7.";
        }
        if (form.Email.Length + form.Chat.Length == 0)
        {
            errors["email"] = "Give an e-mail address or a chat.";
        }
        if (TimeZones.Find(form.TimeZone) is not { } zone)
        {
            errors["zone"] = "Not in the time zone database; write one such as Europe/Madrid or UTC.";
            zone = "";
        }
        var at = DigestOptions.TryParseTime(form.At);
        if (form.At.Length > 0 && at is null)
        {
            errors["at"] = "Write a time such as 07:30.";
        }
        return errors.Count > 0
            ? (form with { Errors = errors }, null)
            : (
                form,
                new NewSubscriber
                {
                    Name = form.Name.Length == 0 ? null : form.Name,
                    Email = email,
                    Chat = chat,
                    Topics = form.Topics,
                    EmailCadence = form.EmailCadence,
                    ChatCadence = form.ChatCadence,
                    Language = WordLanguages.Find(form.Language) ?? "en",
                    TimeZone = zone,
                    DigestTime = at,
                    AskFirst = form.AskFirst && email is not null,
                }
            );

        string Text(string name) => fields[name].ToString().Trim();
    }
}
