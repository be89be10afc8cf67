namespace Distributor.Testing.BotApi;

/// <summary>The methods by name. Names are known in any case.</summary>
sealed class BotMethods
{
    readonly Dictionary<string, Method> methods = new(StringComparer.OrdinalIgnoreCase);
    readonly BotWorld world;

    public BotMethods(BotWorld world)
    {
        this.world = world;
        var send = new SendMethods(world);
        var edit = new EditMethods(world);
        var chat = new ChatMethods(world);
        var poll = new LongPoll(world);
        var webhook = new WebhookMethods(world, poll);
        Add("getMe", _ => GetMe());
        Add("sendMessage", send.SendMessage);
        Add("sendPhoto", send.SendPhoto);
        Add("sendDocument", send.SendDocument);
        Add("sendMediaGroup", send.SendMediaGroup);
        Add("editMessageText", edit.EditMessageText);
        Add("editMessageCaption", edit.EditMessageCaption);
        Add("editMessageReplyMarkup", edit.EditMessageReplyMarkup);
        Add("deleteMessage", edit.DeleteMessage);
        Add("getChat", chat.GetChat);
        Add("getChatMember", chat.GetChatMember);
        Add("answerCallbackQuery", chat.AnswerCallbackQuery);
        Add("setMyCommands", chat.SetMyCommands);
        Add("setWebhook", webhook.SetWebhook);
        Add("deleteWebhook", webhook.DeleteWebhook);
        Add("getWebhookInfo", webhook.GetWebhookInfo);
        methods["getUpdates"] = new("getUpdates", poll.GetUpdatesAsync);
    }

    /// <summary>As the Bot API spells it, or as it came when it is unknown.</summary>
    public string Name(string method) => methods.TryGetValue(method, out var known) ? known.Name : method;

    public Task<BotApiAnswer> RunAsync(string method, CallArguments arguments, CancellationToken cancellationToken) =>
        methods.TryGetValue(method, out var known)
            ? known.RunAsync(arguments, cancellationToken)
            : Task.FromResult<BotApiAnswer>(BotApiErrors.MethodNotFound);

    void Add(string name, Func<CallArguments, BotApiAnswer> run) =>
        methods[name] = new(
            name,
            (arguments, _) =>
            {
                lock (world.Sync)
                {
                    return Task.FromResult(run(arguments));
                }
            }
        );

    BotApiAnswer GetMe()
    {
        var me = MessageJson.Write(world.Bot);
        me["can_join_groups"] = true;
        me["can_read_all_group_messages"] = !world.Rules.GroupPrivacy;
        me["supports_inline_queries"] = false;
        return me;
    }

    sealed record Method(string Name, Func<CallArguments, CancellationToken, Task<BotApiAnswer>> RunAsync);
}
