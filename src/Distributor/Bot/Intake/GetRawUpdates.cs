using System.Text.Json;
using Telegram.Bot.Requests;

namespace Distributor.Bot.Intake;

/// <summary>
/// Bot API <c>getUpdates</c>, answered with JSON as it came: read as the library's own types, one update it does not know would
/// spoil the whole batch, again and again.
/// </summary>
internal sealed class GetRawUpdates() : RequestBase<JsonElement[]>("getUpdates")
{
    /// <summary>Confirms everything before it.</summary>
    public required long Offset { get; init; }

    /// <summary>Seconds to wait for news; the server takes 0 to 50.</summary>
    public required int Timeout { get; init; }

    public string[] AllowedUpdates { get; } = IncomingUpdate.Kinds;
}
