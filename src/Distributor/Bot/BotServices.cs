using Distributor.Bot.Buttons;
using Distributor.Bot.Chats;
using Distributor.Bot.Commands;
using Distributor.Bot.Handling;
using Distributor.Bot.Intake;
using Distributor.Bot.Talking;
using Distributor.Channels.Telegram;
using Telegram.Bot;

namespace Distributor.Bot;

/// <summary>Wires what comes in from Telegram.</summary>
public static class BotServices
{
    /// <summary>The client that asks for updates and waits for them.</summary>
    internal const string UpdatesClient = "TelegramUpdates";

    /// <summary>The client of the bot's answers.</summary>
    internal const string TalkClient = "TelegramTalk";

    /// <summary>More than the longest wait of the server for news.</summary>
    private static readonly TimeSpan UpdatesTimeout = TimeSpan.FromSeconds(60);

    /// <summary>An answer holds up the chat it is for, and no longer than this.</summary>
    private static readonly TimeSpan TalkTimeout = TimeSpan.FromSeconds(20);

    /// <summary>What pages and chores need of the bot; nothing runs by itself.</summary>
    public static IServiceCollection AddBot(this IServiceCollection services)
    {
        services.AddTelegramClient(UpdatesClient, UpdatesTimeout);
        services.AddTelegramClient(TalkClient, TalkTimeout);
        // Without a token there is no client, and those who hold one must exist all the same.
        services.AddKeyedSingleton(
            TalkClient,
            (provider, _) =>
                new Lazy<ITelegramBotClient>(() => provider.GetRequiredKeyedService<ITelegramBotClient>(TalkClient))
        );
        services.AddSingleton<BotIdentity>();
        services.AddSingleton<BotCleanup>();
        services.AddSingleton<UpdateInbox>();
        services.AddSingleton<WebhookSecret>();
        services.AddSingleton<WebhookEndpoint>();
        services.AddSingleton<BotTalk>();
        services.AddSingleton<ChatBook>();
        services.AddSingleton<ChatAdmins>();
        services.AddSingleton<ChatRegister>();
        services.AddSingleton<ChatJoining>();
        services.AddSingleton<ChatMoves>();
        services.AddSingleton<Screens>();
        services.AddSingleton<CommandMenu>();
        services.AddBotCommands();
        services.AddSingleton<Visits>();
        services.AddSingleton<MessageHandler>();
        services.AddSingleton<PressHandler>();
        services.AddSingleton<MembershipHandler>();
        services.AddSingleton<UpdateHandler>();
        services.AddSingleton<UpdateAttempt>();
        services.AddSingleton<UpdateWorker>();
        return services;
    }

    /// <summary>Asking for updates and handling them, for <c>serve</c>; <c>work</c> leaves it out.</summary>
    public static IServiceCollection AddBotWorkers(this IServiceCollection services)
    {
        services.AddHostedService<UpdatePoller>();
        services.AddHostedService<BotSetup>();
        services.AddHostedService(provider => provider.GetRequiredService<UpdateWorker>());
        return services;
    }

    public static void MapBot(this IEndpointRouteBuilder routes) => WebhookEndpoint.Map(routes);

    private static void AddBotCommands(this IServiceCollection services)
    {
        services.AddScreen<TopicsScreen>();
        services.AddScreen<DigestScreen>();
        services.AddScreen<AlertsScreen>();
        services.AddScreen<QuietScreen>();
        services.AddScreen<ZoneScreen>();
        services.AddScreen<LanguageScreen>();
        services.AddScreen<PauseScreen>();
        services.AddScreen<StopScreen>();
        services.AddScreen<SettingsScreen>();
        services.AddScreen<HelpCommand>();
        services.AddSingleton<StartCommand>();
        services.AddSingleton<ICommand>(provider => provider.GetRequiredService<StartCommand>());
        services.AddSingleton<ICommand, ResumeCommand>();
        services.AddSingleton<ICommand, LatestCommand>();
        services.AddSingleton<SetUp>();
        services.AddSingleton<IButton>(provider => provider.GetRequiredService<SetUp>());
        services.AddSingleton<IButton, AlertButtons>();
        services.AddSingleton<IButton, HeldButtons>();
    }

    /// <summary>Opened by a command, changed by its buttons.</summary>
    private static void AddScreen<TScreen>(this IServiceCollection services)
        where TScreen : class, ICommand, IButton
    {
        services.AddSingleton<TScreen>();
        services.AddSingleton<ICommand>(provider => provider.GetRequiredService<TScreen>());
        services.AddSingleton<IButton>(provider => provider.GetRequiredService<TScreen>());
    }
}
