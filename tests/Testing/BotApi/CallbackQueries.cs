using System.Collections.Concurrent;
using System.Globalization;

namespace Distributor.Testing.BotApi;

/// <summary>Presses of buttons, and what the bot answered to them.</summary>
sealed class CallbackQueries
{
    /// <summary>After this an answer is too late. The real time is not documented.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    readonly ConcurrentDictionary<string, DateTimeOffset> open = new();
    readonly ConcurrentQueue<CallbackAnswer> answers = new();
    long lastId = 4_000_000_000_000;

    public IReadOnlyList<CallbackAnswer> Answers => [.. answers];

    public string Open(DateTimeOffset now)
    {
        var id = Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture);
        open[id] = now;
        return id;
    }

    public BotApiAnswer Answer(CallArguments arguments, DateTimeOffset now)
    {
        var id = arguments.Text("callback_query_id") ?? "";
        if (!open.TryGetValue(id, out var since) || now - since > Lifetime)
        {
            return BotApiErrors.QueryTooOld;
        }
        if (arguments.Text("text") is { Length: > 200 })
        {
            return BotApiErrors.BadRequest("MESSAGE_TOO_LONG");
        }
        answers.Enqueue(new(id, arguments.Text("text"), arguments.Flag("show_alert"), arguments.Text("url")));
        return BotApiAnswer.True;
    }
}
