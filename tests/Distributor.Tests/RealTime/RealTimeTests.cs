using Xunit;

namespace Distributor.Tests.RealTime;

/// <summary>
/// Tests whose subject is the clock on the wall or a real server: they run one after the other, and beside nothing else, so that
/// what they print was not measured on a machine busy with other tests.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealTimeTests
{
    public const string Name = "real time";

    /// <summary>Milliseconds after which nothing will come any more. A test that waits for signals would wait for ever.</summary>
    public const int Hopeless = 900_000;
}
