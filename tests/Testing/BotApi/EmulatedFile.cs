namespace Distributor.Testing.BotApi;

/// <summary>A file as the server keeps it.</summary>
/// <param name="FileId">To send it again.</param>
public sealed record EmulatedFile(string FileId)
{
    /// <summary>Where the server fetched it; null for an upload.</summary>
    public Uri? Url { get; init; }

    /// <summary>What was uploaded; null when the server fetched it.</summary>
    public UploadedFile? Upload { get; init; }
}
