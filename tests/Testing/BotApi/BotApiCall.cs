using System.Text.Json.Nodes;

namespace Distributor.Testing.BotApi;

/// <summary>One request as the emulator received and answered it.</summary>
/// <param name="Number">From 1, in the order of arrival.</param>
/// <param name="Method">As the Bot API spells it, for example <c>sendMessage</c>.</param>
/// <param name="ReceivedAt">By the clock of the emulator.</param>
/// <param name="Parameters">As they came; a form's values are strings, JSON inside them is read. Do not change it.</param>
public sealed record BotApiCall(int Number, string Method, DateTimeOffset ReceivedAt, JsonObject Parameters)
{
    /// <summary>Null for a method without chat, and for a chat named by <c>@username</c>.</summary>
    public long? ChatId { get; init; }

    /// <summary><c>message_thread_id</c>.</summary>
    public int? ThreadId { get; init; }

    /// <summary>The HTTP status; null while unanswered, and for ever when the connection was closed without answer.</summary>
    public int? Status { get; init; }

    /// <summary>The description of an error.</summary>
    public string? Error { get; init; }

    /// <summary>Seconds, of a 429.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The message this call made or changed, whether or not its answer arrived; of an album the first.</summary>
    public int? MessageId { get; init; }

    /// <summary>True once the emulator is done with the call, with or without answer.</summary>
    public bool IsDone { get; init; }

    public bool IsOk => Status == 200;

    /// <summary>A parameter as text, JSON for an object; null when it was not given.</summary>
    public string? this[string parameter] =>
        Parameters[parameter] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            var node => node.ToJsonString(),
        };
}
