using Xunit;

namespace Distributor.Tests.Bot;

/// <summary>
/// Each of these runs a whole application with its jobs, and Hangfire has one logger for all applications of a process: ended
/// beside another, one would take it along.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BotTests
{
    public const string Name = "The bot of whole applications";
}
