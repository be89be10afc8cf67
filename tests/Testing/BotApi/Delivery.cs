namespace Distributor.Testing.BotApi;

/// <summary>What all sending methods do alike: find the chat, meet its state and the flood limits, and put messages there.</summary>
sealed class Delivery
{
    readonly BotWorld world;
    readonly CallArguments arguments;
    readonly IReadOnlyList<IReadOnlyList<EmulatedButton>> buttons;

    Delivery(
        BotWorld world,
        CallArguments arguments,
        EmulatedChat chat,
        IReadOnlyList<IReadOnlyList<EmulatedButton>> buttons
    )
    {
        this.world = world;
        this.arguments = arguments;
        this.buttons = buttons;
        Chat = chat;
    }

    public EmulatedChat Chat { get; }

    /// <returns>The refusal, or null and a delivery.</returns>
    public static BotApiError? Open(BotWorld world, CallArguments arguments, string what, out Delivery delivery)
    {
        delivery = null!;
        if (ReplyMarkup.Read(arguments, out var buttons) is { } badMarkup)
        {
            return badMarkup;
        }
        if (arguments.Text("chat_id") is not { } chatId)
        {
            return BotApiErrors.ChatIdEmpty;
        }
        if (world.Named(chatId) is not { } chat)
        {
            return BotApiErrors.ChatNotFound;
        }
        if (world.Rates.Banned(chat.Rates) is { } banned)
        {
            return banned;
        }
        delivery = new(world, arguments, chat, buttons);
        return ChatRefusal.Of(chat, what) ?? ChatRefusal.OfTopic(chat, delivery.Thread) ?? delivery.ReplyRefusal();
    }

    /// <summary>Asks the flood limits; the last thing that can refuse.</summary>
    public BotApiError? Count(int messages, string text) =>
        world.Rates.Send(Chat.Rates, messages, text.EnumerateRunes().Count(), arguments.Flag("allow_paid_broadcast"));

    /// <param name="content">With text and files; the rest is filled in.</param>
    public EmulatedMessage Deliver(EmulatedMessage content) =>
        Chat.Add(
            content with
            {
                ChatId = Chat.Id,
                Date = world.Time.GetUtcNow(),
                From = Chat.Kind == ChatKind.Channel ? null : world.Bot,
                IsFromBot = true,
                Buttons = buttons,
                IsSilent = arguments.Flag("disable_notification"),
                ThreadId = Thread,
                ReplyTo = Reply is { } id && Chat.Find(id) is not null ? id : null,
                IsPreviewDisabled =
                    arguments.Flag("disable_web_page_preview")
                    || (
                        arguments.TryJson("link_preview_options", out var options)
                        && (bool?)options?["is_disabled"] == true
                    ),
            }
        );

    int? Thread => arguments.Number("message_thread_id") is var id and not 0 ? (int)id : null;

    int? Reply =>
        arguments.TryJson("reply_parameters", out var reply) && (int?)reply?["message_id"] is { } id ? id
        : arguments.Number("reply_to_message_id") is var old and not 0 ? (int)old
        : null;

    BotApiError? ReplyRefusal()
    {
        var mayMiss =
            arguments.Flag("allow_sending_without_reply")
            || (
                arguments.TryJson("reply_parameters", out var reply)
                && (bool?)reply?["allow_sending_without_reply"] == true
            );
        return Reply is { } id && Chat.Find(id) is null && !mayMiss ? BotApiErrors.ReplyNotFound : null;
    }
}
