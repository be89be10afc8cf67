using System.Collections.Frozen;
using Distributor.Bot.Chats;
using Distributor.Bot.Commands;
using Distributor.Bot.Talking;
using Distributor.Delivery.Buttons;
using Telegram.Bot.Types;

namespace Distributor.Bot.Handling;

/// <summary>Presses of buttons. Each is answered; one that we did not make, or not for this chat, changes nothing.</summary>
internal sealed class PressHandler(
    IEnumerable<IButton> buttons,
    IEnumerable<ICommand> commands,
    Visits visits,
    ChatAdmins admins,
    ButtonSeals seals,
    BotTalk talk
)
{
    private readonly FrozenDictionary<string, IButton> buttons = buttons
        .SelectMany(button => button.Verbs.Select(verb => (verb, button)))
        .ToFrozenDictionary(one => one.verb, one => one.button, StringComparer.Ordinal);

    /// <summary>Set-up and help work before there is an address.</summary>
    private readonly FrozenSet<string> free = commands
        .Where(command => !command.NeedsAddress)
        .Select(command => command.Name)
        .Append(SetUp.Verb)
        .ToFrozenSet(StringComparer.Ordinal);

    public async Task HandleAsync(CallbackQuery query, CancellationToken cancellationToken)
    {
        if (query.Message is not { } pressed)
        {
            await talk.AnswerAsync(query.Id, null, isAlert: false, cancellationToken);
            return;
        }
        var toast = await PressedAsync(query, pressed, cancellationToken);
        await talk.AnswerAsync(query.Id, toast?.Text, toast?.IsAlert == true, cancellationToken);
    }

    private async Task<Toast?> PressedAsync(CallbackQuery query, Message pressed, CancellationToken cancellationToken)
    {
        var seal = await seals.OpenAsync(cancellationToken);
        if (!seal.TryRead(pressed.Chat.Id, query.Data, out var signed))
        {
            var anybody = await visits.OfPressAsync(query, pressed, null, cancellationToken);
            return new Toast(anybody.Words["press.invalid"], IsAlert: true);
        }
        var (remote, action) = RemoteAction.Split(signed);
        var said = action.Split(':');
        var visit = await visits.OfPressAsync(query, pressed, remote, cancellationToken);
        if (!buttons.TryGetValue(said[0], out var button))
        {
            return new Toast(visit.Words["press.invalid"], IsAlert: true);
        }
        if ((remote is not null || button.ChangesByPress(said[0])) && !await admins.MayAsync(visit, cancellationToken))
        {
            return new Toast(visit.Words["refused"], IsAlert: true);
        }
        if (visit.Wishes is null && !free.Contains(said[0]))
        {
            return new Toast(visit.Words["notSetUp"], IsAlert: true);
        }
        await button.PressAsync(visit, said, cancellationToken);
        return visit.Toast;
    }
}
