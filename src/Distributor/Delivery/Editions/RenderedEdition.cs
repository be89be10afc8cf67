using System.Text.Json;
using Distributor.Channels.Email.Shared;
using Distributor.Storage;
using Distributor.Templates;

namespace Distributor.Delivery.Editions;

/// <summary>
/// An edition as it goes out, the same for everybody but for the marks where personal parts are set in. Exactly one of the two
/// is there, by the channel of the edition.
/// </summary>
public sealed record RenderedEdition
{
    public RenderedMail? Mail { get; init; }

    public RenderedTelegram? Telegram { get; init; }

    /// <summary>A picture to send the Telegram text with.</summary>
    public Uri? Photo { get; init; }

    /// <summary>The topic that buttons such as "Mute" are about; null when there is none.</summary>
    public int? TopicId { get; init; }

    /// <summary>The story of an alert, which "Save" is about; null in everything else, and in editions older than that button.</summary>
    public long? StoryId { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json.Options);

    public static RenderedEdition FromJson(string json) =>
        JsonSerializer.Deserialize<RenderedEdition>(json, Json.Options)
        ?? throw new JsonException("An edition without text.");
}

/// <summary>What is known of an edition that a claimed row asks for.</summary>
/// <param name="Rendered">Null when nothing of it may be sent.</param>
/// <param name="Splicer">For mails: divides the body once for all readers.</param>
/// <param name="Shared">For mails: the same, encoded for the wire.</param>
/// <param name="Fault">Why nothing is sent: held by the lint, or all its stories were retracted.</param>
public sealed record FrozenEdition(
    long Id,
    string Layout,
    RenderedEdition? Rendered,
    MailSplicer? Splicer,
    SharedMail? Shared,
    string? Fault,
    bool Retracted
)
{
    /// <summary>About what it takes in memory, in octets.</summary>
    public long Size => (Shared?.Size ?? 0) + (sizeof(char) * (TextOf(Rendered) + 1_000L));

    /// <summary>The splicer's copies are those that <see cref="Shared"/> counts.</summary>
    private static int TextOf(RenderedEdition? rendered) =>
        (rendered?.Mail is { } mail ? mail.Html.Length + mail.Text.Length : 0) + (rendered?.Telegram?.Html.Length ?? 0);
}
