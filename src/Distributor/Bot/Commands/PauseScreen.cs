using Distributor.Bot.Chats;
using Distributor.Bot.Talking;
using Distributor.Subscribers;
using Distributor.Subscribers.Preferences;
using NodaTime;

namespace Distributor.Bot.Commands;

/// <summary><c>/pause</c>: nothing for a day, a week, or until told.</summary>
internal sealed class PauseScreen(Screens screens, PreferenceService preferences, IClock clock) : ICommand, IButton
{
    public string Name => "pause";

    public bool Changes => true;

    public bool NeedsAddress => true;

    public IReadOnlyList<string> Verbs => [Name, "resume"];

    public bool ChangesByPress(string verb) => true;

    public Task OpenAsync(Visit visit, string argument, CancellationToken cancellationToken) =>
        screens.ShowAsync(visit, Message(visit), cancellationToken);

    /// <summary><c>pause</c>, <c>pause:1</c>, <c>pause:7</c>, <c>pause:0</c> (until told), <c>resume</c>.</summary>
    public async Task PressAsync(Visit visit, IReadOnlyList<string> said, CancellationToken cancellationToken)
    {
        var address = visit.Wishes!.AddressId;
        if (said is ["resume"])
        {
            await preferences.ResumeAsync(address, ChatRegister.By, cancellationToken);
            visit.Toast = new Toast(visit.Words["resume.done"]);
        }
        else if (Screens.Number(said, 1) is { } days)
        {
            var until = days == 0 ? (Instant?)null : clock.GetCurrentInstant() + Duration.FromDays(days);
            await preferences.PauseAsync(address, until, ChatRegister.By, cancellationToken);
        }
        visit = await screens.AgainAsync(visit, cancellationToken);
        await screens.ShowAsync(visit, Message(visit), cancellationToken);
    }

    /// <summary>Whether anything comes at all, in a few words; null when it does.</summary>
    public static string? State(Visit visit) =>
        visit.Wishes! switch
        {
            { State: AddressState.Paused, PausedUntil: { } until } wishes => visit.Words.Say(
                "pause.until",
                ("time", Times.DateAndTime(visit.Words, until, wishes.TimeZone))
            ),
            { State: AddressState.Paused } => visit.Words["pause.open"],
            { State: AddressState.Active } => null,
            _ => visit.Words["stop.isStopped"],
        };

    public BotMessage Message(Visit visit)
    {
        var words = visit.Words;
        var lines = visit.Lines().Title(words["pause.title"]).Line(State(visit) ?? words["pause.how"]);
        return visit.Wishes!.State == AddressState.Paused
            ? lines.With([visit.Button(words["pause.buttonResume"], "resume")])
            : lines.With(
                [
                    visit.Button(words["pause.buttonDay"], $"{Name}:1"),
                    visit.Button(words["pause.buttonWeek"], $"{Name}:7"),
                ],
                [visit.Button(words["pause.buttonOpen"], $"{Name}:0")]
            );
    }
}

/// <summary><c>/resume</c>: ends a pause.</summary>
internal sealed class ResumeCommand(Screens screens, PreferenceService preferences) : ICommand
{
    public string Name => "resume";

    public bool Changes => true;

    public bool NeedsAddress => true;

    public async Task OpenAsync(Visit visit, string argument, CancellationToken cancellationToken)
    {
        var wasPaused = await preferences.ResumeAsync(visit.Wishes!.AddressId, ChatRegister.By, cancellationToken);
        visit = await screens.AgainAsync(visit, cancellationToken);
        await screens.ShowAsync(
            visit,
            visit
                .Lines()
                .Line(
                    visit.Words[
                        wasPaused ? "resume.done"
                        : visit.Wishes!.State == AddressState.Active ? "resume.wasOn"
                        : "stop.isStopped"
                    ]
                )
                .With(),
            cancellationToken
        );
    }
}
