namespace Distributor.Testing.BotApi;

/// <summary>One chat of the emulated server: what arrived there and what stands in the bot's way. Safe from any thread.</summary>
public sealed class EmulatedChat
{
    readonly List<EmulatedMessage> messages = [];
    readonly Dictionary<int, ForumTopic> topics = [];
    readonly Dictionary<long, ChatRole> members = [];
    int lastId;
    ChatState state;
    int unread;

    internal EmulatedChat(BotWorld world, long id, ChatKind kind)
    {
        World = world;
        Id = id;
        Kind = kind;
        Rates = world.Rates.NewChat(kind);
        Title = kind == ChatKind.Private ? $"Person {id}" : $"{kind} {id}";
        BotRole = kind == ChatKind.Channel ? ChatRole.Administrator : ChatRole.Member;
    }

    public long Id { get; }

    public ChatKind Kind { get; }

    /// <summary>Of a private chat the first name.</summary>
    public string Title { get; set; }

    /// <summary>Without the at sign; <c>@name</c> names the chat in a call then.</summary>
    public string? Username { get; set; }

    /// <summary>A supergroup with topics.</summary>
    public bool IsForum { get; internal set; }

    /// <summary>What the bot is here.</summary>
    public ChatRole BotRole { get; internal set; }

    /// <summary>Set it to have the next calls refused; setting it tells the bot nothing, see <see cref="ChatMembership"/>.</summary>
    public ChatState State
    {
        get => Locked(() => state);
        set => Change(() => state = value);
    }

    /// <summary>Where a group went; null unless <see cref="ChatState.Migrated"/>.</summary>
    public long? MigratedTo { get; internal set; }

    /// <summary>All messages by id, deleted ones too.</summary>
    public IReadOnlyList<EmulatedMessage> Messages => Locked<IReadOnlyList<EmulatedMessage>>(() => [.. messages]);

    /// <summary>What the bot sent, by id.</summary>
    public IReadOnlyList<EmulatedMessage> FromBot => [.. Messages.Where(message => message.IsFromBot)];

    /// <summary>Messages of the bot since somebody last looked or wrote.</summary>
    public int Unread => Locked(() => unread);

    /// <summary>Topics by thread id.</summary>
    public IReadOnlyDictionary<int, ForumTopic> Topics =>
        Locked<IReadOnlyDictionary<int, ForumTopic>>(() => new Dictionary<int, ForumTopic>(topics));

    internal BotWorld World { get; }

    internal ChatRates Rates { get; }

    /// <summary>Makes an open topic, and the chat a forum.</summary>
    /// <param name="thread">Its id; by default the next message id, as on the real server.</param>
    /// <returns>The thread id.</returns>
    public int AddTopic(string name, int? thread = null) =>
        Locked(() =>
        {
            IsForum = true;
            var id = thread ?? lastId + 1;
            lastId = Math.Max(lastId, id);
            topics[id] = new(name, IsClosed: false);
            World.Changed();
            return id;
        });

    /// <summary>The bot may no longer write in this topic: <c>TOPIC_CLOSED</c>.</summary>
    public void TopicClosed(int thread) =>
        Change(() => topics[thread] = new(topics.GetValueOrDefault(thread)?.Name ?? "Topic", IsClosed: true));

    /// <summary>The topic is deleted: <c>message thread not found</c>.</summary>
    public void TopicMissing(int thread) => Change(() => topics.Remove(thread));

    /// <summary>Undoes <see cref="TopicClosed"/>.</summary>
    public void TopicReopened(int thread) =>
        Change(() => topics[thread] = new(topics.GetValueOrDefault(thread)?.Name ?? "Topic", IsClosed: false));

    /// <summary>What <c>getChatMember</c> answers about a user; those never set are members.</summary>
    public void SetMember(long userId, ChatRole role) => Change(() => members[userId] = role);

    public ChatRole Member(long userId) =>
        Locked(() => userId == World.Bot.Id ? BotRole : members.GetValueOrDefault(userId, ChatRole.Member));

    /// <summary>Somebody looked at the chat.</summary>
    public void MarkRead() => Change(() => unread = 0);

    internal EmulatedMessage? Find(int id) => Locked(() => messages.Find(m => m.Id == id && !m.IsDeleted));

    /// <summary>Gives the message its id and shows it.</summary>
    internal EmulatedMessage Add(EmulatedMessage draft) =>
        Locked(() =>
        {
            var message = draft with { Id = ++lastId };
            messages.Add(message);
            unread = message.IsFromBot ? unread + 1 : 0;
            World.Changed();
            return message;
        });

    internal void Replace(EmulatedMessage message) =>
        Change(() => messages[messages.FindIndex(old => old.Id == message.Id)] = message);

    T Locked<T>(Func<T> read)
    {
        lock (World.Sync)
        {
            return read();
        }
    }

    void Change(Action change)
    {
        lock (World.Sync)
        {
            change();
        }
        World.Changed();
    }
}
