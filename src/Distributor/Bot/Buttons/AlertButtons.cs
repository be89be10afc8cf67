using Distributor.Bot.Commands;
using Distributor.Bot.Talking;
using Distributor.Delivery.Buttons;
using Distributor.Storage;
using Distributor.Subscribers.Saving;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telegram.Bot.Types.ReplyMarkups;

namespace Distributor.Bot.Buttons;

/// <summary>
/// The buttons under an alert: its topic muted for a week, its story saved for the digest, and each undone. The button pressed
/// turns into its undo; the words of the alert stay.
/// </summary>
internal sealed class AlertButtons(
    BotTalk talk,
    ButtonSeals seals,
    MuteService mutes,
    SaveService saves,
    Database database,
    IClock clock
) : IButton
{
    private static readonly Duration Week = Duration.FromDays(7);

    public IReadOnlyList<string> Verbs { get; } =
    [AlertActions.Mute, AlertActions.Unmute, AlertActions.Save, AlertActions.Unsave];

    public bool ChangesByPress(string verb) => true;

    public Task PressAsync(Visit visit, IReadOnlyList<string> said, CancellationToken cancellationToken) =>
        (said[0], Screens.Id(said, 1)) switch
        {
            (AlertActions.Mute, { } topic) => MuteAsync(visit, (int)topic, cancellationToken),
            (AlertActions.Unmute, { } topic) => UnmuteAsync(visit, (int)topic, cancellationToken),
            (AlertActions.Save, { } story) => SaveAsync(visit, story, cancellationToken),
            (AlertActions.Unsave, { } story) => UnsaveAsync(visit, story, cancellationToken),
            _ => Task.CompletedTask,
        };

    private async Task MuteAsync(Visit visit, int topic, CancellationToken cancellationToken)
    {
        if (await NameAsync(topic, cancellationToken) is not { } name)
        {
            visit.Toast = new Toast(visit.Words["topics.gone"]);
            return;
        }
        var until = clock.GetCurrentInstant() + Week;
        await mutes.MuteAsync(visit.Wishes!.AddressId, topic, until, cancellationToken);
        visit.Toast = new Toast(
            visit.Words.Say(
                "mute.done",
                ("topic", name),
                ("time", Times.DateAndTime(visit.Words, until, visit.Wishes!.TimeZone))
            ),
            IsAlert: true
        );
        await TurnAsync(
            visit,
            new BotButton(
                visit.Words.Say("mute.buttonUndo", ("topic", Short(name))),
                AlertActions.Of(AlertActions.Unmute, topic)
            ),
            cancellationToken
        );
    }

    private async Task UnmuteAsync(Visit visit, int topic, CancellationToken cancellationToken)
    {
        var name = await NameAsync(topic, cancellationToken) ?? "";
        await mutes.UnmuteAsync(visit.Wishes!.AddressId, topic, cancellationToken);
        visit.Toast = new Toast(visit.Words.Say("mute.undone", ("topic", name)));
        await TurnAsync(
            visit,
            new BotButton(
                visit.Words.Say("mute.button", ("topic", Short(name))),
                AlertActions.Of(AlertActions.Mute, topic)
            ),
            cancellationToken
        );
    }

    private async Task SaveAsync(Visit visit, long story, CancellationToken cancellationToken)
    {
        if (await saves.SaveAsync(visit.Wishes!.AddressId, story, cancellationToken) is not { } saved)
        {
            visit.Toast = new Toast(visit.Words["save.noDigest"], IsAlert: true);
            return;
        }
        visit.Toast = new Toast(
            visit.Words.Say(
                saved.AddressId == visit.Wishes!.AddressId ? "save.done" : "save.doneMail",
                ("time", Times.DateAndTime(visit.Words, saved.NextAt, visit.Wishes!.TimeZone))
            )
        );
        await TurnAsync(
            visit,
            new BotButton(visit.Words["save.buttonUndo"], AlertActions.Of(AlertActions.Unsave, story)),
            cancellationToken
        );
    }

    private async Task UnsaveAsync(Visit visit, long story, CancellationToken cancellationToken)
    {
        await saves.UndoAsync(visit.Wishes!.AddressId, story, cancellationToken);
        visit.Toast = new Toast(visit.Words["save.undone"]);
        await TurnAsync(
            visit,
            new BotButton(visit.Words["save.button"], AlertActions.Of(AlertActions.Save, story)),
            cancellationToken
        );
    }

    /// <summary>Puts another button in the place of the one pressed; those beside it stay as they are.</summary>
    private async Task TurnAsync(Visit visit, BotButton into, CancellationToken cancellationToken)
    {
        if (visit.Pressed?.ReplyMarkup is not { } before || visit.Data is not { } data)
        {
            return;
        }
        var button = BotTalk.Button(await seals.OpenAsync(cancellationToken), visit.Here.ChatId, into);
        await talk.EditButtonsAsync(
            visit.Here,
            visit.Pressed.Id,
            new InlineKeyboardMarkup(
                before.InlineKeyboard.Select(row => row.Select(one => one.CallbackData == data ? button : one))
            ),
            cancellationToken
        );
    }

    private async Task<string?> NameAsync(int topic, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await db
            .Topics.Where(one => one.Id == topic)
            .Select(one => one.Name)
            .SingleOrDefaultAsync(cancellationToken);
    }

    private static string Short(string name) => name.Length > 24 ? Channels.CutText.At(name, 24) + "…" : name;
}
