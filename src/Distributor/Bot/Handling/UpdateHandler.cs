using Telegram.Bot.Types;

namespace Distributor.Bot.Handling;

/// <summary>Gives each kind of update to whoever understands it.</summary>
internal sealed class UpdateHandler(MessageHandler messages, PressHandler presses, MembershipHandler membership)
{
    public Task HandleAsync(Update update, CancellationToken cancellationToken) =>
        update switch
        {
            { Message: { } message } => messages.HandleAsync(message, cancellationToken),
            { ChannelPost: { } post } => messages.HandleAsync(post, cancellationToken),
            { CallbackQuery: { } query } => presses.HandleAsync(query, cancellationToken),
            { MyChatMember: { } change } => membership.HandleAsync(change, cancellationToken),
            _ => Task.CompletedTask,
        };
}
