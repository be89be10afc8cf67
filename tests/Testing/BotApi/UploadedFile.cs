namespace Distributor.Testing.BotApi;

/// <summary>A file that came in the body of a request.</summary>
public sealed record UploadedFile(string Name, string? ContentType, ReadOnlyMemory<byte> Content);
