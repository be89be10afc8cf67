using Distributor.Bot.Talking;
using Distributor.Subscribers;
using Distributor.Subscribers.Preferences;

namespace Distributor.Bot.Commands;

/// <summary><c>/breaking</c>: every story, breaking news only, or a digest and no alerts.</summary>
internal sealed class AlertsScreen(Screens screens) : ICommand, IButton
{
    private const string Everything = "all";
    private const string Breaking = "only";
    private const string Nothing = "none";

    public string Name => "breaking";

    public bool Changes => true;

    public bool NeedsAddress => true;

    public IReadOnlyList<string> Verbs => [Name];

    public bool ChangesByPress(string verb) => true;

    public Task OpenAsync(Visit visit, string argument, CancellationToken cancellationToken) =>
        screens.ShowAsync(visit, Message(visit), cancellationToken);

    public async Task PressAsync(Visit visit, IReadOnlyList<string> said, CancellationToken cancellationToken)
    {
        if (said is [_, var choice])
        {
            visit = await screens.ChangeAsync(
                visit,
                new WishChange
                {
                    Topics = visit.Wishes!.WithAlerts(
                        choice switch
                        {
                            Breaking => Cadence.Breaking,
                            Nothing when visit.Wishes!.Digest() is not null => null,
                            _ => Cadence.Instant,
                        }
                    ),
                },
                cancellationToken
            );
            visit.Toast = new Toast(State(visit));
        }
        await screens.ShowAsync(visit, Message(visit), cancellationToken);
    }

    /// <summary>How alerts come, in a few words.</summary>
    public static string State(Visit visit) =>
        visit.Words[
            visit.Wishes!.Alerts() switch
            {
                Cadence.Instant => "alerts.all",
                Cadence.Breaking => "alerts.only",
                _ => "alerts.none",
            }
        ];

    private BotMessage Message(Visit visit)
    {
        var (words, alerts) = (visit.Words, visit.Wishes!.Alerts());
        var buttons = new List<BotButton>
        {
            visit.Button(Screens.Ticked(alerts == Cadence.Instant, words["alerts.all"]), $"{Name}:{Everything}"),
            visit.Button(Screens.Ticked(alerts == Cadence.Breaking, words["alerts.only"]), $"{Name}:{Breaking}"),
        };
        if (visit.Wishes!.Digest() is not null)
        {
            buttons.Add(visit.Button(Screens.Ticked(alerts is null, words["alerts.none"]), $"{Name}:{Nothing}"));
        }
        buttons.Add(visit.Button(words["button.settings"], "settings"));
        return visit
            .Lines()
            .Title(words["alerts.title"])
            .Line(words["alerts.how"])
            .With([.. buttons.Select(button => (IReadOnlyList<BotButton>)[button])]);
    }
}
