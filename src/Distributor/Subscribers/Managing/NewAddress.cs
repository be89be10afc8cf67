using Distributor.Channels;

namespace Distributor.Subscribers.Managing;

/// <summary>An address that somebody is to get.</summary>
/// <param name="Value">As stored.</param>
/// <param name="WrittenAs">Of e-mail: as typed.</param>
public sealed record NewAddress(ChannelKind Channel, string Value, string? WrittenAs)
{
    public static NewAddress Of(EmailAddress email) => new(ChannelKind.Email, email.Value, email.WrittenAs);

    public static NewAddress Of(ChatAddress chat) => new(ChannelKind.Telegram, chat.Value, null);
}

/// <summary>Why an address cannot be given to somebody.</summary>
public enum AddressRefusal
{
    /// <summary>Another person, or this one, has it.</summary>
    Taken,

    /// <summary>Its owner asked to be deleted; only they can come back, by signing up.</summary>
    Forgotten,

    /// <summary>The person is gone, or being deleted.</summary>
    NoSuchPerson,
}

/// <summary>What came of giving somebody an address.</summary>
/// <param name="SubscriberId">Whose it is now; of a taken one, whose it was.</param>
public sealed record AddressResult(long? SubscriberId, AddressRefusal? Refusal, ChannelKind? Channel = null)
{
    public bool IsDone => Refusal is null;
}
