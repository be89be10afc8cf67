namespace Distributor.Channels;

/// <summary>Shortens what others wrote.</summary>
static class CutText
{
    /// <summary>At most so many UTF-16 units, never half of a pair: a database takes no half characters.</summary>
    public static string At(string text, int length) =>
        text[..(length > 0 && length < text.Length && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
