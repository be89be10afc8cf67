using System.Globalization;
using Distributor.Testing.BotApi.Page;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Distributor.Testing.BotApi;

/// <summary>
/// A Bot API server on loopback that refuses what the real one refuses, in its words, and goes wrong when a test says so.
/// All state is in memory; all members are safe from any thread.
/// </summary>
public sealed class EmulatedBotApi : IAsyncDisposable
{
    readonly BotWorld world;
    readonly CallLog log;
    readonly BotMethods methods;
    readonly CallHandler handler;
    readonly HttpFront front;

    EmulatedBotApi(BotApiRules rules, TimeProvider time, int port)
    {
        world = new(rules, time);
        log = new(world.Changes);
        methods = new(world);
        handler = new(world, log, Faults, methods);
        front = new(Map, port);
    }

    /// <summary>What <c>Telegram:ApiBaseUrl</c> shall be.</summary>
    public Uri Url => new($"http://127.0.0.1:{front.Port}/");

    public string Token => world.Rules.Token;

    public EmulatedUser Bot => world.Bot;

    /// <summary>The script of what goes wrong.</summary>
    public Faults Faults { get; } = new();

    /// <summary>Which files the server cannot take.</summary>
    public PhotoFaults Photos => world.Photos;

    /// <summary>Every request so far, in the order of arrival.</summary>
    public IReadOnlyList<BotApiCall> Calls => log.All;

    public IReadOnlyList<EmulatedChat> Chats => world.Chats;

    /// <summary>What the bot has in all chats, by date.</summary>
    public IReadOnlyList<EmulatedMessage> Messages =>
        [.. Chats.SelectMany(chat => chat.FromBot).OrderBy(message => message.Date)];

    /// <summary>How many messages the bot has put into all chats, deleted ones too.</summary>
    public int MessageCount
    {
        get
        {
            lock (world.Sync)
            {
                return world.MessageCount;
            }
        }
    }

    /// <summary>What the bot said to those who pressed buttons.</summary>
    public IReadOnlyList<CallbackAnswer> CallbackAnswers => world.Queries.Answers;

    /// <summary>Names of the commands in the bot's menu.</summary>
    public IReadOnlyList<string> Commands => world.Commands;

    /// <summary>The menu of a scope such as <c>all_private_chats</c>, in a language; empty when there is none.</summary>
    public IReadOnlyList<(string Name, string Description)> Menu(string scope, string language)
    {
        lock (world.Sync)
        {
            return world.Menus.GetValueOrDefault((scope, language), []);
        }
    }

    /// <summary>True while a getUpdates waits for news.</summary>
    public bool IsPolled => methods.IsPolled;

    /// <summary>How many updates the bot has not said it has.</summary>
    public int UpdatesWaiting
    {
        get
        {
            lock (world.Sync)
            {
                return world.Updates.Count;
            }
        }
    }

    public RateCounters Rates
    {
        get
        {
            lock (world.Sync)
            {
                return world.Rates.Counters;
            }
        }
    }

    /// <param name="time">For dates, limits and delays; the system's by default.</param>
    /// <param name="port">0 takes a free one.</param>
    public static async Task<EmulatedBotApi> StartAsync(
        BotApiRules? rules = null,
        TimeProvider? time = null,
        int port = 0
    )
    {
        var emulator = new EmulatedBotApi(rules ?? new(), time ?? TimeProvider.System, port);
        await emulator.front.StartAsync();
        return emulator;
    }

    /// <summary>The chat of this id, made on first use: a person for a positive one, a group or supergroup for others.</summary>
    public EmulatedChat Chat(long id) => world.Chat(id);

    public EmulatedChat AddGroup(long id) => world.Chat(id, ChatKind.Group);

    public EmulatedChat AddSupergroup(long id) => world.Chat(id, ChatKind.Supergroup);

    public EmulatedChat AddChannel(long id) => world.Chat(id, ChatKind.Channel);

    /// <param name="threads">Ids of its open topics.</param>
    public EmulatedChat AddForum(long id, params int[] threads)
    {
        var chat = world.Chat(id, ChatKind.Supergroup);
        chat.IsForum = true;
        foreach (var thread in threads)
        {
            chat.AddTopic(string.Create(CultureInfo.InvariantCulture, $"Topic {thread}"), thread);
        }
        return chat;
    }

    /// <summary>Every call is answered with 401 from now on.</summary>
    public void RevokeToken() => world.IsTokenRevoked = true;

    /// <summary>Undoes <see cref="RevokeToken"/>.</summary>
    public void RestoreToken() => world.IsTokenRevoked = false;

    /// <summary>Connections are refused and those there are closed, as when the server is down.</summary>
    public Task RefuseConnectionsAsync() => front.StopAsync();

    /// <summary>Up again, on the same port.</summary>
    public Task AcceptConnectionsAsync() => front.StartAsync();

    /// <summary>Ends when so many requests have arrived, answered or not.</summary>
    /// <param name="which">Counts only these, for example those of one method.</param>
    public Task WaitForCallsAsync(
        int atLeast,
        CancellationToken cancellationToken,
        Func<BotApiCall, bool>? which = null
    ) => WaitUntilAsync(() => log.Count(which) >= atLeast, cancellationToken);

    /// <summary>Ends when the bot has put so many messages into chats.</summary>
    public Task WaitForMessagesAsync(int atLeast, CancellationToken cancellationToken) =>
        WaitUntilAsync(() => world.MessageCount >= atLeast, cancellationToken);

    /// <summary>Ends when the condition holds; it is looked at after each change of calls, chats and messages.</summary>
    /// <exception cref="TimeoutException">It did not come about in five minutes: a test that fails, and not one that hangs.</exception>
    public Task WaitUntilAsync(Func<bool> condition, CancellationToken cancellationToken) =>
        world.Changes.UntilAsync(condition, cancellationToken).WaitAsync(TimeSpan.FromMinutes(5), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await world.Stopping.CancelAsync();
        await front.DisposeAsync();
        world.Stopping.Dispose();
    }

    void Map(WebApplication app, CancellationToken stopping)
    {
        new BenchPage(this, world).Map(app, stopping);
        app.Map("/{**path}", context => HandleAsync(context, stopping));
    }

    Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        var path = context.Request.Path.Value ?? "/";
        if (path.StartsWith("/bot", StringComparison.Ordinal) && path.LastIndexOf('/') is var slash and > 3)
        {
            return handler.HandleAsync(context, path[4..slash], path[(slash + 1)..], stopping);
        }
        return CallHandler.JsonAsync(context, BotApiErrors.NotFound);
    }
}
