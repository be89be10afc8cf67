using System.Net.Http.Json;
using Distributor.Bot;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Testing.BotApi;
using Distributor.Tests.RealTime;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Bot;

/// <summary>The application as <c>serve</c> runs it, with its bot, before an emulated Bot API without limits.</summary>
public sealed class BotBench : IAsyncDisposable
{
    public const long Person = 4711;

    private BotBench(WorkingApp app, EmulatedBotApi api) => (App, Api) = (app, api);

    public WorkingApp App { get; }

    public EmulatedBotApi Api { get; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The private chat of <see cref="Person"/>.</summary>
    public EmulatedChat Chat => Api.Chat(Person);

    public static async Task<BotBench> StartAsync(DatabaseProvider provider, params string[] settings)
    {
        var api = await EmulatedBotApi.StartAsync(new() { Rates = RateRules.None });
        return await OnAsync(provider, api, settings);
    }

    /// <param name="api">Ends with the bench.</param>
    public static async Task<BotBench> OnAsync(DatabaseProvider provider, EmulatedBotApi api, params string[] settings)
    {
        var bench = new BotBench(await StartAppAsync(provider, api, settings), api);
        await bench.App.LogInAsync();
        return bench;
    }

    public static Task<WorkingApp> StartAppAsync(
        DatabaseProvider provider,
        EmulatedBotApi api,
        params string[] settings
    ) =>
        WorkingApp.StartAsync(
            provider,
            builder => builder.Services.AddBotWorkers(),
            [
                $"--Telegram:BotToken={api.Token}",
                $"--Telegram:ApiBaseUrl={api.Url}",
                "--Site:Name=The Harbour Wire",
                "--Site:TimeZone=Europe/Lisbon",
                .. settings,
            ]
        );

    public T Service<T>()
        where T : notnull => App.Service<T>();

    /// <summary>Writes it and waits for the bot's answer, which is the next message of the bot in the chat.</summary>
    public async Task<EmulatedMessage> SayAsync(
        EmulatedChat chat,
        string text,
        EmulatedUser? from = null,
        int? thread = null,
        int? replyTo = null
    )
    {
        var before = chat.FromBot.Count;
        chat.Write(text, from, thread, replyTo);
        return await NextAsync(chat, before);
    }

    public Task<EmulatedMessage> SayAsync(string text) => SayAsync(Chat, text);

    /// <summary>Ends when it is so, or with a failure when it never comes about.</summary>
    public async Task WaitAsync(Func<bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(5));
        await Api.WaitUntilAsync(isSo, patience.Token);
    }

    /// <summary>The bot's first message in the chat after those before.</summary>
    public async Task<EmulatedMessage> NextAsync(EmulatedChat chat, int before)
    {
        await WaitAsync(() => chat.FromBot.Count > before);
        return chat.FromBot[before];
    }

    /// <summary>Presses the button whose words begin so (after its tick), and waits for the answer of the bot.</summary>
    public async Task<CallbackAnswer> PressAsync(
        EmulatedChat chat,
        EmulatedMessage message,
        string button,
        EmulatedUser? from = null
    )
    {
        var shown = chat.Messages.Single(one => one.Id == message.Id);
        var data = Buttons(shown).First(one => Words(one).StartsWith(button, StringComparison.Ordinal)).CallbackData!;
        return await AnswerAsync(chat.Press(message.Id, data, from));
    }

    public Task<CallbackAnswer> PressAsync(EmulatedMessage message, string button) => PressAsync(Chat, message, button);

    public async Task<CallbackAnswer> AnswerAsync(string query)
    {
        await WaitAsync(() => Api.CallbackAnswers.Any(answer => answer.QueryId == query));
        return Api.CallbackAnswers.Single(answer => answer.QueryId == query);
    }

    /// <summary>The message as people see it now.</summary>
    public static EmulatedMessage Now(EmulatedChat chat, EmulatedMessage message) =>
        chat.Messages.Single(one => one.Id == message.Id);

    public EmulatedMessage Now(EmulatedMessage message) => Now(Chat, message);

    public static IEnumerable<EmulatedButton> Buttons(EmulatedMessage message) =>
        message.Buttons.SelectMany(row => row);

    public static IEnumerable<string> Ticked(EmulatedMessage message) =>
        Buttons(message).Where(button => button.Text.StartsWith('✓')).Select(Words);

    public async Task<Address> AddressAsync(string value)
    {
        await using var db = App.NewDb();
        return await db
            .Addresses.AsNoTracking()
            .Include(address => address.Subscriptions)
            .Include(address => address.Schedules)
            .SingleAsync(address => address.Channel == ChannelKind.Telegram && address.Value == value, Token);
    }

    public Task<Address> AddressAsync() => AddressAsync($"{Person}");

    public async Task<int> TopicAsync(string name)
    {
        await using var db = App.NewDb();
        return await db.Topics.Where(topic => topic.Name == name).Select(topic => topic.Id).SingleAsync(Token);
    }

    /// <summary>An article comes in by the push API.</summary>
    public async Task PushAsync(string title, params string[] topics) =>
        await PushAsync(title, breaking: false, topics);

    public async Task PushAsync(string title, bool breaking, params string[] topics)
    {
        using var answer = await App.Client.PostAsJsonAsync(
            "/api/v1/articles",
            new
            {
                guid = title,
                url = "https://paper.example/" + Uri.EscapeDataString(title),
                title,
                text = "What happened, told in one sentence.",
                topics,
                breaking,
            },
            Token
        );
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>
    /// An article comes in before anybody listens: its topics are there, and no alert of it comes later, to somebody who has just
    /// begun.
    /// </summary>
    public async Task PushToNobodyAsync(string title, params string[] topics)
    {
        await PushAsync(title, topics);
        await RunIsDoneAsync(title);
    }

    /// <summary>All rows of the article's alert are planned and final.</summary>
    public Task RunIsDoneAsync(string title) =>
        WorkingApp.UntilAsync(
            $"the run of '{title}' is done",
            async () =>
            {
                await using var db = App.NewDb();
                return await db.Runs.AnyAsync(
                    run => run.Kind == RunKind.Alert && run.Title.Contains(title) && run.State == RunState.Done,
                    Token
                );
            }
        );

    /// <summary>The alert of an article is there, in this chat.</summary>
    public async Task<EmulatedMessage> AlertAsync(EmulatedChat chat, string title, params string[] topics)
    {
        await PushAsync(title, topics);
        await Api.WaitUntilAsync(
            () => chat.FromBot.Any(message => message.Text.Contains(title, StringComparison.Ordinal)),
            Token
        );
        return chat.FromBot.Last(message => message.Text.Contains(title, StringComparison.Ordinal));
    }

    public Task UntilAsync(string what, Func<Address, bool> isSo, string? value = null) =>
        WorkingApp.UntilAsync(what, async () => isSo(await AddressAsync(value ?? $"{Person}")));

    /// <summary>All that has happened in the chats was fetched and is handled.</summary>
    public Task HandledAsync() =>
        WorkingApp.UntilAsync(
            "all updates are handled",
            async () =>
            {
                await using var db = App.NewDb();
                return Api.UpdatesWaiting == 0
                    && !await db.BotUpdates.AnyAsync(update => update.HandledAt == null, Token);
            }
        );

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Api.DisposeAsync();
    }

    private static string Words(EmulatedButton button) => button.Text.TrimStart('✓', ' ');
}
