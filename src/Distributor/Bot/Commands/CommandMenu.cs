using System.Security.Cryptography;
using System.Text;
using Distributor.Bot.Talking;
using Distributor.Channels.Telegram;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using Telegram.Bot;
using Telegram.Bot.Types;

namespace Distributor.Bot.Commands;

/// <summary>
/// The menu of commands that Telegram shows, in our languages: to people in their chats and to administrators in groups. Members
/// of a group see none, as they may change nothing.
/// </summary>
internal sealed class CommandMenu(
    [FromKeyedServices(BotServices.TalkClient)] Lazy<ITelegramBotClient> client,
    Database database,
    IOptions<TelegramOptions> options,
    IClock clock
)
{
    private const string SettingName = "bot-menu";

    /// <summary>In the order of the menu and of <c>/help</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "topics",
        "latest",
        "digest",
        "breaking",
        "quiet",
        "timezone",
        "language",
        "pause",
        "resume",
        "settings",
        "stop",
        "help",
    ];

    /// <summary>Telegram keeps the menu, so it is told only when it is another one, or another bot.</summary>
    public async Task SetAsync(CancellationToken cancellationToken)
    {
        var menus = WordLanguages.All.ToDictionary(language => language, Menu);
        var mark = Mark(menus);
        await using var db = database.CreateDbContext();
        var stored = await db.Settings.SingleOrDefaultAsync(setting => setting.Name == SettingName, cancellationToken);
        if (stored?.Value == mark)
        {
            return;
        }
        BotCommandScope[] scopes = [BotCommandScope.AllPrivateChats(), BotCommandScope.AllChatAdministrators()];
        foreach (var scope in scopes)
        {
            foreach (var (language, menu) in menus)
            {
                // Without a language it is for all that have no menu of their own.
                var tag = language == "en" ? null : language;
                await client.Value.SetMyCommands(menu, scope, tag, cancellationToken);
            }
        }
        await RememberAsync(db, stored, mark, cancellationToken);
    }

    private static BotCommand[] Menu(string language)
    {
        var words = new BotWords(language);
        return [.. Names.Select(name => new BotCommand(name, words["menu." + name]))];
    }

    private string Mark(Dictionary<string, BotCommand[]> menus)
    {
        var text = string.Join(
            '\n',
            menus
                .OrderBy(menu => menu.Key, StringComparer.Ordinal)
                .SelectMany(menu => menu.Value.Select(command => $"{menu.Key} {command.Command} {command.Description}"))
                .Prepend(options.Value.BotToken.Split(':')[0])
                .Prepend(options.Value.ApiBaseUrl)
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private async Task RememberAsync(
        DistributorDb db,
        SettingRow? stored,
        string mark,
        CancellationToken cancellationToken
    )
    {
        if (stored is null)
        {
            stored = new SettingRow
            {
                Name = SettingName,
                Value = mark,
                ChangedAt = clock.GetCurrentInstant(),
                ChangedBy = "program",
            };
            db.Settings.Add(stored);
        }
        stored.Value = mark;
        stored.ChangedAt = clock.GetCurrentInstant();
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (Collision.Is(exception))
        {
            // Another instance has just written the same.
        }
    }
}
