using System.Text;
using Distributor.Templates.Words;

namespace Distributor.Bot.Talking;

/// <summary>The bot's words in one language. Values are plain text; what runs against the line is isolated in it.</summary>
internal sealed class BotWords(string language)
{
    private const char FirstStrongIsolate = '\u2068';
    private const char PopIsolate = '\u2069';
    private readonly WordList words = WordList.For(language);

    public string Language => words.Language;

    public bool IsRtl => words.IsRtl;

    public string this[string key] => words["bot." + key];

    public string Say(string key, params ReadOnlySpan<(string Slot, string Value)> values) => Fill(this[key], values);

    public string Counted(string key, int n, params ReadOnlySpan<(string Slot, string Value)> values) =>
        Fill(words.Counted("bot." + key, n), [("n", $"{n}"), .. values]);

    /// <summary>A word of the messages, such as <c>allTopics</c>.</summary>
    public string Common(string key) => words[key];

    /// <summary>A name from outside, in a line of ours.</summary>
    public string Name(string text) => words.Against(text) is null ? text : $"{FirstStrongIsolate}{text}{PopIsolate}";

    private string Fill(string sentence, ReadOnlySpan<(string Slot, string Value)> values)
    {
        var named = new (string, string)[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            named[i] = (values[i].Slot, Name(values[i].Value));
        }
        return WordList.Fill(sentence, named);
    }
}

/// <summary>Lines of a message as Bot API HTML: everything is escaped, and a line of Arabic begins as one.</summary>
internal sealed class BotLines(BotWords words)
{
    private const string RightToLeftMark = "\u200F";
    private readonly StringBuilder html = new();

    public BotLines Title(string text) => Add($"<b>{Escape(text)}</b>");

    public BotLines Line(string text) => Add(Escape(text));

    /// <summary>A linked line, or a plain one.</summary>
    public BotLines Link(string before, string text, Uri? url) =>
        Add(
            url is null
                ? Escape(before + text)
                : $"{Escape(before)}<a href=\"{Escape(url.AbsoluteUri)}\">{Escape(text)}</a>"
        );

    public BotLines Blank()
    {
        html.Append('\n');
        return this;
    }

    public string Html => html.ToString().TrimEnd('\n');

    public BotMessage With(params IReadOnlyList<IReadOnlyList<BotButton>> rows) => new(Html, rows);

    private BotLines Add(string line)
    {
        html.Append(words.IsRtl ? RightToLeftMark : "").Append(line).Append('\n');
        return this;
    }

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal);
}
