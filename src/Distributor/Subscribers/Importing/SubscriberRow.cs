using NodaTime;

namespace Distributor.Subscribers.Importing;

/// <summary>One row of a subscribers file as understood. What is null was not said and stays as it is.</summary>
public sealed record SubscriberRow
{
    /// <summary>Line of the file where the row begins, from 1.</summary>
    public required long Line { get; init; }
    public EmailAddress? Email { get; init; }
    public ChatAddress? Chat { get; init; }
    public string? Name { get; init; }

    /// <summary>One our words exist in.</summary>
    public string? Language { get; init; }
    public string? TimeZone { get; init; }

    /// <summary>Names, or <c>*</c> alone; null when the file has no such column.</summary>
    public IReadOnlyList<string>? Topics { get; init; }
    public ChannelChoice? Telegram { get; init; }
    public ChannelChoice? Digest { get; init; }
    public LocalTime? DigestTime { get; init; }
    public AddressState? Status { get; init; }

    /// <summary>Columns we do not know, without the empty ones.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }
}

/// <summary>What one channel shall bring.</summary>
/// <param name="Cadence">Null: nothing, the channel is off.</param>
public readonly record struct ChannelChoice(Cadence? Cadence);

/// <summary>A row that could not be taken, with what is wrong and how to mend it; never the value, which may be personal.</summary>
public sealed record BadRow(long Line, string Reason);
