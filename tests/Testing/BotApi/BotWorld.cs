using System.Globalization;

namespace Distributor.Testing.BotApi;

/// <summary>Everything the emulated server knows. One lock guards it all, so that limits and ids are exact.</summary>
sealed class BotWorld
{
    readonly Dictionary<long, EmulatedChat> chats = [];
    readonly Dictionary<string, EmulatedFile> files = [];
    int lastFile;

    public BotWorld(BotApiRules rules, TimeProvider time)
    {
        Rules = rules;
        Time = time;
        Rates = new(rules.Rates, time);
        Updates = new(time);
        Updates.Added += Changed;
        var id = long.Parse(rules.Token.Split(':')[0], CultureInfo.InvariantCulture);
        Bot = new(id, "Emulated bot") { Username = rules.BotUsername, IsBot = true };
    }

    public Lock Sync { get; } = new();

    public Signal Changes { get; } = new();

    /// <summary>Ends what runs beside the calls.</summary>
    public CancellationTokenSource Stopping { get; } = new();

    public BotApiRules Rules { get; }

    public TimeProvider Time { get; }

    public RateLimiter Rates { get; }

    public UpdateQueue Updates { get; }

    public CallbackQueries Queries { get; } = new();

    /// <summary>Where updates are posted instead of waiting to be asked for.</summary>
    public bool IsWebhookSet { get; set; }

    public PhotoFaults Photos { get; } = new();

    public EmulatedUser Bot { get; }

    /// <summary>By scope (<c>BotCommandScope.type</c>) and language, which is empty for all others.</summary>
    public Dictionary<
        (string Scope, string Language),
        IReadOnlyList<(string Name, string Description)>
    > Menus { get; } = [];

    /// <summary>Names set by setMyCommands.</summary>
    public IReadOnlyList<string> Commands { get; set; } = [];

    /// <summary>What the bot put into all chats, deleted ones too.</summary>
    public int MessageCount { get; set; }

    public bool IsTokenRevoked { get; set; }

    public IReadOnlyList<EmulatedChat> Chats
    {
        get
        {
            lock (Sync)
            {
                return [.. chats.Values];
            }
        }
    }

    public void Changed() => Changes.Set();

    /// <summary>Finds the chat or makes it.</summary>
    public EmulatedChat Chat(long id, ChatKind? kind = null)
    {
        lock (Sync)
        {
            if (!chats.TryGetValue(id, out var chat))
            {
                // Ids of supergroups and channels start with -100 and are longer than those of groups.
                var guess = id switch
                {
                    > 0 => ChatKind.Private,
                    < -1_000_000_000_000 => ChatKind.Supergroup,
                    _ => ChatKind.Group,
                };
                chat = chats[id] = new(this, id, kind ?? guess);
                Changed();
            }
            return chat;
        }
    }

    /// <summary>The chat a call names by number or <c>@username</c>, or null when there is none.</summary>
    public EmulatedChat? Named(string chatId)
    {
        if (chatId is ['@', .. var name])
        {
            return chats.Values.FirstOrDefault(chat =>
                string.Equals(chat.Username, name, StringComparison.OrdinalIgnoreCase)
            );
        }
        if (!long.TryParse(chatId, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id))
        {
            return null;
        }
        return chats.GetValueOrDefault(id) ?? (id > 0 && !Rules.OnlyKnownChats ? Chat(id) : null);
    }

    public EmulatedFile Keep(EmulatedFile file)
    {
        var kept = file with { FileId = string.Create(CultureInfo.InvariantCulture, $"AgACEmulated{++lastFile}") };
        files[kept.FileId] = kept;
        return kept;
    }

    public EmulatedFile? File(string fileId) => files.GetValueOrDefault(fileId);
}
