namespace Distributor.Testing.Telegram;

/// <summary>Golden results of the real server's parser, one JSON object a line: html, and text with entities or an error.</summary>
public static class TelegramVectors
{
    public static IReadOnlyList<string> ReadLines()
    {
        using var stream =
            typeof(TelegramVectors).Assembly.GetManifestResourceStream("telegram-html-vectors.jsonl")
            ?? throw new InvalidOperationException("The Telegram vectors are not embedded in this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
