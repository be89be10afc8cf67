using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Distributor.Storage;

/// <summary>States are stored as lower-case words, so that a row read by hand explains itself.</summary>
public sealed class LowerCaseWord<T>()
    : ValueConverter<T, string>(value => ToWord(value), word => Enum.Parse<T>(word, true))
    where T : struct, Enum
{
#pragma warning disable CA1308 // the stored spelling is lower case by choice, not a comparison key
    private static string ToWord(T value) => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
