using Distributor.Bot.Talking;

namespace Distributor.Bot.Commands;

/// <summary><c>/help</c>: what there is to say.</summary>
internal sealed class HelpCommand(Screens screens) : ICommand, IButton
{
    public string Name => "help";

    public bool Changes => false;

    public bool NeedsAddress => false;

    public IReadOnlyList<string> Verbs => [Name];

    public bool ChangesByPress(string verb) => false;

    public Task OpenAsync(Visit visit, string argument, CancellationToken cancellationToken)
    {
        var lines = visit.Lines().Title(visit.Words["help.title"]);
        foreach (var command in CommandMenu.Names)
        {
            // The command first: a line of Arabic begins with its mark, and the slash stays where it is read.
            lines.Line($"{visit.Words.Name("/" + command)} – {visit.Words["menu." + command]}");
        }
        if (!visit.Here.IsPrivate)
        {
            lines.Blank().Line(visit.Words["help.admins"]);
        }
        return screens.SayAsync(visit, lines.With(), cancellationToken);
    }

    public Task PressAsync(Visit visit, IReadOnlyList<string> said, CancellationToken cancellationToken) =>
        OpenAsync(visit, "", cancellationToken);
}
