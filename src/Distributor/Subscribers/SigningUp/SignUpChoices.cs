using System.Text.Json;
using Distributor.Storage;
using Distributor.Subscribers.Preferences;
using NodaTime;

namespace Distributor.Subscribers.SigningUp;

/// <summary>What somebody asked for on the form; applied when, and only when, they confirm.</summary>
public sealed record SignUpChoices
{
    /// <summary>Ids of topics; empty for all.</summary>
    public IReadOnlyList<int> Topics { get; init; } = [];
    public Cadence Cadence { get; init; } = Cadence.Daily;

    /// <summary>Breaking news at once, beside the digest.</summary>
    public bool Breaking { get; init; }
    public LocalTime? At { get; init; }
    public IsoDayOfWeek Weekday { get; init; } = IsoDayOfWeek.Monday;
    public required string TimeZone { get; init; }
    public required string Language { get; init; }

    /// <summary>The same as a change of an address.</summary>
    public WishChange ToChange() =>
        new()
        {
            Topics = WantedTopics.Of(Topics, Breaking ? [Cadence, Cadence.Breaking] : [Cadence]),
            Language = Language,
            TimeZone = TimeZone,
            DigestTime = At,
            Weekday = Weekday,
        };

    public string ToJson() => JsonSerializer.Serialize(this, Json.Options);

    public static SignUpChoices FromJson(string json) =>
        JsonSerializer.Deserialize<SignUpChoices>(json, Json.Options)
        ?? throw new JsonException("A sign-up without choices.");
}
