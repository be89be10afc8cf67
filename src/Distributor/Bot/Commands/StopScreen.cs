using Distributor.Bot.Chats;
using Distributor.Bot.Talking;
using Distributor.Subscribers;
using Distributor.Subscribers.Bouncing;
using Distributor.Subscribers.Unsubscribing;

namespace Distributor.Bot.Commands;

/// <summary><c>/stop</c>: nothing comes any more, with an undo. Topics and times stay.</summary>
internal sealed class StopScreen(Screens screens, UnsubscribeService unsubscribe, ChatComesBack comesBack)
    : ICommand,
        IButton
{
    public string Name => "stop";

    public bool Changes => true;

    public bool NeedsAddress => false;

    public IReadOnlyList<string> Verbs => [Name, "unstop"];

    public bool ChangesByPress(string verb) => true;

    public async Task OpenAsync(Visit visit, string argument, CancellationToken cancellationToken)
    {
        if (visit.Wishes is { } wishes)
        {
            await unsubscribe.UnsubscribeAsync(wishes.AddressId, ChatRegister.By, cancellationToken);
        }
        await screens.ShowAsync(
            visit,
            visit
                .Lines()
                .Title(visit.Words["stop.title"])
                .Line(visit.Words["stop.how"])
                .With([visit.Button(visit.Words["stop.buttonUndo"], "unstop")]),
            cancellationToken
        );
    }

    public async Task PressAsync(Visit visit, IReadOnlyList<string> said, CancellationToken cancellationToken)
    {
        if (said is ["stop"])
        {
            await OpenAsync(visit, "", cancellationToken);
            return;
        }
        if (visit.Wishes is { State: AddressState.Unsubscribed } wishes)
        {
            await comesBack.StartedAsync(wishes.AddressId, cancellationToken);
        }
        await screens.ShowAsync(
            visit,
            visit
                .Lines()
                .Line(visit.Words["stop.undone"])
                .With([visit.Button(visit.Words["button.settings"], "settings")]),
            cancellationToken
        );
    }
}
