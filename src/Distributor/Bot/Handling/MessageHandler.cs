using System.Collections.Frozen;
using Distributor.Articles.Topics;
using Distributor.Bot.Chats;
using Distributor.Bot.Commands;
using Distributor.Bot.Talking;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace Distributor.Bot.Handling;

/// <summary>What people write: commands, answers to questions, and everything else.</summary>
internal sealed class MessageHandler(
    IEnumerable<ICommand> commands,
    StartCommand start,
    ZoneScreen zone,
    Screens screens,
    Visits visits,
    ChatAdmins admins,
    ChatBook book,
    ChatRegister register,
    ChatMoves moves,
    BotIdentity identity
)
{
    private readonly FrozenDictionary<string, ICommand> commands = commands.ToFrozenDictionary(
        command => command.Name,
        StringComparer.OrdinalIgnoreCase
    );

    public async Task HandleAsync(Message message, CancellationToken cancellationToken)
    {
        if (await moves.MovedAsync(message, cancellationToken) || IsOfAnotherBot(message))
        {
            return;
        }
        await book.SeenAsync(message.Chat, cancellationToken);
        if (message.Location is { } place)
        {
            await PlaceAsync(message, place, cancellationToken);
            return;
        }
        var text = message.Text?.Trim() ?? "";
        if (text is ['/', ..])
        {
            await CommandAsync(message, text, cancellationToken);
        }
        else if (text.Length > 0 && await AnsweredAsync(message, text, cancellationToken))
        {
            // It was the answer to a question.
        }
        else if (message.Chat.Type == ChatType.Private && IsSaid(message))
        {
            await UnknownAsync(message, null, cancellationToken);
        }
    }

    private async Task CommandAsync(Message message, string text, CancellationToken cancellationToken)
    {
        var parts = text.Split(
            (char[]?)null,
            2,
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        var named = parts[0][1..].Split('@', 2);
        var isNamed = named.Length == 2;
        if (
            isNamed
            && !named[1].Equals(await identity.UserNameAsync(cancellationToken), StringComparison.OrdinalIgnoreCase)
        )
        {
            return;
        }
        if (!commands.TryGetValue(named[0], out var command))
        {
            // In a group it may be meant for another bot.
            if (isNamed || message.Chat.Type == ChatType.Private)
            {
                await UnknownAsync(message, named[0], cancellationToken);
            }
            return;
        }
        await book.ForgetQuestionAsync(message.Chat.Id, cancellationToken);
        var visit = await visits.OfMessageAsync(message, null, cancellationToken);
        await OpenAsync(visit, command, parts.Length > 1 ? parts[1] : "", cancellationToken);
    }

    private async Task OpenAsync(Visit visit, ICommand command, string argument, CancellationToken cancellationToken)
    {
        if (command.Changes && !await admins.MayAsync(visit, cancellationToken))
        {
            await screens.SayAsync(visit, visit.Lines().Line(visit.Words["refused"]).With(), cancellationToken);
            return;
        }
        if (command.NeedsAddress && visit.Wishes is null)
        {
            if (visit.Subject.IsPrivate)
            {
                await start.OpenAsync(visit, "", cancellationToken);
                return;
            }
            if (!command.Changes)
            {
                await screens.SayAsync(visit, visit.Lines().Line(visit.Words["notSetUp"]).With(), cancellationToken);
                return;
            }
            var address = await register.EnsureAsync(
                visit.Subject,
                visit.Words.Language,
                everything: false,
                like: null,
                cancellationToken
            );
            visit = await visits.WithAddressAsync(visit, address, cancellationToken);
        }
        await command.OpenAsync(visit, argument, cancellationToken);
    }

    /// <returns>False when nothing was asked.</returns>
    private async Task<bool> AnsweredAsync(Message message, string text, CancellationToken cancellationToken)
    {
        var here = Spot.Of(message);
        var user = here.IsChannel || message.SenderChat?.Id == here.ChatId ? null : message.From?.Id;
        var asked = await book.AskedAsync(here.ChatId, here.ThreadId, user, cancellationToken);
        if (asked is null)
        {
            return false;
        }
        var (remote, name) = RemoteAction.Split(asked);
        if (!commands.TryGetValue(name, out var command))
        {
            return false;
        }
        await OpenAsync(
            await visits.OfMessageAsync(message, remote, cancellationToken),
            command,
            text,
            cancellationToken
        );
        return true;
    }

    private async Task PlaceAsync(Message message, Location place, CancellationToken cancellationToken)
    {
        var here = Spot.Of(message);
        var asked = await book.AskedAsync(here.ChatId, here.ThreadId, message.From?.Id, cancellationToken);
        var remote = asked is null ? null : RemoteAction.Split(asked).ChatId;
        var visit = await visits.OfMessageAsync(message, remote, cancellationToken);
        // In a group somebody may tell the others where they are.
        if (
            visit.Wishes is not null
            && (here.IsPrivate || asked == zone.Name)
            && await admins.MayAsync(visit, cancellationToken)
        )
        {
            await zone.PlaceAsync(visit, place.Latitude, place.Longitude, cancellationToken);
        }
    }

    private async Task UnknownAsync(Message message, string? command, CancellationToken cancellationToken)
    {
        var visit = await visits.OfMessageAsync(message, null, cancellationToken);
        var lines = visit.Lines();
        if (command is not null && Nearest(command) is { } meant)
        {
            lines.Line(visit.Words.Say("unknown.meant", ("command", "/" + meant)));
        }
        else
        {
            lines.Line(visit.Words[command is null ? "unknown.text" : "unknown.command"]);
        }
        lines.Line(visit.Words["unknown.how"]);
        await screens.SayAsync(
            visit,
            lines.With([
                visit.Button(visit.Words["button.help"], "help"),
                visit.Button(visit.Words["button.settings"], "settings"),
            ]),
            cancellationToken
        );
    }

    private string? Nearest(string typed) =>
        commands
            .Keys.Select(name => (Name: name, Distance: TypingDistance.Between(name, typed.ToLowerInvariant())))
            .Where(known => known.Distance <= (known.Name.Length > 4 ? 2 : 1))
            .OrderBy(known => known.Distance)
            .ThenBy(known => known.Name, StringComparer.Ordinal)
            .Select(known => known.Name)
            .FirstOrDefault();

    /// <summary>Anonymous administrators come as a bot of Telegram's own, in the name of the chat.</summary>
    private static bool IsOfAnotherBot(Message message) =>
        message.IsAutomaticForward || (message.From is { IsBot: true } && message.SenderChat?.Id != message.Chat.Id);

    /// <summary>Not what the app tells by itself, such as a pinned message.</summary>
    private static bool IsSaid(Message message) =>
        message.Type
            is MessageType.Text
                or MessageType.Photo
                or MessageType.Sticker
                or MessageType.Voice
                or MessageType.Video
                or MessageType.Document
                or MessageType.Audio
                or MessageType.Contact;
}
