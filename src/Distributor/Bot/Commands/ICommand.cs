using Distributor.Bot.Talking;

namespace Distributor.Bot.Commands;

/// <summary>Something people can say to the bot.</summary>
internal interface ICommand
{
    /// <summary>Without the slash; also what an open question of it is called.</summary>
    string Name { get; }

    /// <summary>Only those who may change what the chat receives.</summary>
    bool Changes { get; }

    /// <summary>The chat must have an address; it is made when it has none.</summary>
    bool NeedsAddress { get; }

    /// <param name="argument">What followed the command, or the answer to its question; trimmed, often empty.</param>
    Task OpenAsync(Visit visit, string argument, CancellationToken cancellationToken);
}

/// <summary>Something buttons do.</summary>
internal interface IButton
{
    /// <summary>The first words of the actions it understands.</summary>
    IReadOnlyList<string> Verbs { get; }

    bool ChangesByPress(string verb);

    /// <param name="said">The action's parts; the first is the verb.</param>
    Task PressAsync(Visit visit, IReadOnlyList<string> said, CancellationToken cancellationToken);
}
