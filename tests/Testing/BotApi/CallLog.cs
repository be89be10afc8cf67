namespace Distributor.Testing.BotApi;

/// <summary>All requests in the order of arrival.</summary>
sealed class CallLog(Signal changes)
{
    readonly Lock sync = new();
    readonly List<BotApiCall> calls = [];

    public IReadOnlyList<BotApiCall> All
    {
        get
        {
            lock (sync)
            {
                return [.. calls];
            }
        }
    }

    public BotApiCall Add(Func<int, BotApiCall> make)
    {
        BotApiCall call;
        lock (sync)
        {
            call = make(calls.Count + 1);
            calls.Add(call);
        }
        changes.Set();
        return call;
    }

    public BotApiCall Replace(BotApiCall call)
    {
        lock (sync)
        {
            calls[call.Number - 1] = call;
        }
        changes.Set();
        return call;
    }

    public int Count(Func<BotApiCall, bool> which)
    {
        lock (sync)
        {
            return calls.Count(which);
        }
    }
}
