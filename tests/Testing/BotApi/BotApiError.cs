namespace Distributor.Testing.BotApi;

/// <summary>A refusal of the Bot API. The HTTP status of the answer is <paramref name="Code"/> too.</summary>
/// <param name="Code">For example 400, 403 or 429.</param>
/// <param name="Description">The whole sentence, with its prefix (<c>Bad Request: …</c>).</param>
public sealed record BotApiError(int Code, string Description)
{
    /// <summary>Seconds to wait, in <c>parameters.retry_after</c> and the header <c>Retry-After</c>; only with 429.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Where the group went, in <c>parameters.migrate_to_chat_id</c>.</summary>
    public long? MigrateToChatId { get; init; }
}
