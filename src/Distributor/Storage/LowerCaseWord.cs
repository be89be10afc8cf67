using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Distributor.Storage;

/// <summary>States are stored as lower-case words, so that a row read by hand explains itself.</summary>
public sealed class LowerCaseWord<T>()
    : ValueConverter<T, string>(value => ToWord(value), word => Enum.Parse<T>(word, true))
    where T : struct, Enum
{
    private static string ToWord(T value) => value.ToWord();
}
