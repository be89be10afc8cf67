using Distributor.Testing.Telegram;

namespace Distributor.Testing.BotApi;

/// <summary>editMessageText, editMessageCaption, editMessageReplyMarkup and deleteMessage. The caller holds the lock of the world.</summary>
sealed class EditMethods(BotWorld world)
{
    public BotApiAnswer EditMessageText(CallArguments arguments)
    {
        var text = MessageText.OfMessage(arguments);
        return text.Error is not null
            ? new BotApiError(400, text.Error)
            : Edit(
                arguments,
                message => HasCaption(message) ? BotApiErrors.NoTextToEdit : null,
                (message, buttons) => With(message, text, arguments.Text("text")!) with { Buttons = buttons }
            );
    }

    public BotApiAnswer EditMessageCaption(CallArguments arguments)
    {
        var caption = MessageText.OfCaption(arguments);
        return caption.Error is not null
            ? new BotApiError(400, caption.Error)
            : Edit(
                arguments,
                message => HasCaption(message) ? null : BotApiErrors.NoCaptionToEdit,
                (message, buttons) => With(message, caption, arguments.Text("caption") ?? "") with { Buttons = buttons }
            );
    }

    public BotApiAnswer EditMessageReplyMarkup(CallArguments arguments) =>
        Edit(arguments, _ => null, (message, buttons) => message with { Buttons = buttons });

    public BotApiAnswer DeleteMessage(CallArguments arguments)
    {
        if (Find(arguments, BotApiErrors.DeleteNotFound, out var chat, out var message) is { } refused)
        {
            return refused;
        }
        if (!message.IsFromBot && chat.Kind != ChatKind.Private && chat.BotRole != ChatRole.Administrator)
        {
            return BotApiErrors.BadRequest("message can't be deleted");
        }
        chat.Replace(message with { IsDeleted = true });
        return BotApiAnswer.True;
    }

    BotApiAnswer Edit(
        CallArguments arguments,
        Func<EmulatedMessage, BotApiError?> check,
        Func<EmulatedMessage, IReadOnlyList<IReadOnlyList<EmulatedButton>>, EmulatedMessage> change
    )
    {
        if (ReplyMarkup.Read(arguments, out var buttons) is { } badMarkup)
        {
            return badMarkup;
        }
        if (Find(arguments, BotApiErrors.EditNotFound, out var chat, out var message) is { } refused)
        {
            return refused;
        }
        if (!message.IsFromBot || message.Service is not null)
        {
            return BotApiErrors.CannotBeEdited;
        }
        if (check(message) is { } unfit)
        {
            return unfit;
        }
        var changed = change(message, buttons);
        if (IsSame(message, changed))
        {
            return BotApiErrors.NotModified;
        }
        if (world.Rates.Edit(chat.Rates) is { } flooded)
        {
            return flooded;
        }
        changed = changed with
        {
            EditedAt = world.Time.GetUtcNow(),
            Earlier = [.. message.Earlier, message with { Earlier = [] }],
        };
        chat.Replace(changed);
        return MessageJson.Write(changed, chat);
    }

    BotApiError? Find(CallArguments arguments, BotApiError missing, out EmulatedChat chat, out EmulatedMessage message)
    {
        (chat, message) = (null!, null!);
        if (arguments.Text("chat_id") is not { } chatId)
        {
            return BotApiErrors.ChatIdEmpty;
        }
        if (world.Named(chatId) is not { } named)
        {
            return BotApiErrors.ChatNotFound;
        }
        chat = named;
        if (world.Rates.Banned(chat.Rates) is { } banned)
        {
            return banned;
        }
        if (ChatRefusal.Of(chat, "text messages") is { } refused)
        {
            return refused;
        }
        if (arguments.Text("message_id") is null)
        {
            return BotApiErrors.BadRequest("message identifier is not specified");
        }
        message = chat.Find((int)arguments.Number("message_id"))!;
        return message is null ? missing : null;
    }

    static bool HasCaption(EmulatedMessage message) => message.Photo is not null || message.Document is not null;

    static EmulatedMessage With(EmulatedMessage message, TelegramParseResult text, string source) =>
        message with
        {
            Text = text.Text,
            Entities = text.Entities,
            Source = source,
        };

    static bool IsSame(EmulatedMessage a, EmulatedMessage b) =>
        a.Text == b.Text
        && a.Entities.SequenceEqual(b.Entities)
        && a.Buttons.Count == b.Buttons.Count
        && a.Buttons.Zip(b.Buttons).All(pair => pair.First.SequenceEqual(pair.Second));
}
