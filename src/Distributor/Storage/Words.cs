namespace Distributor.Storage;

/// <summary>States as they are stored and shown: lower-case words.</summary>
public static class Words
{
#pragma warning disable CA1308 // the spelling is lower case by choice, not a comparison key
    public static string ToWord<T>(this T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
