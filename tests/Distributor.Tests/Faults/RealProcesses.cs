using Xunit;

namespace Distributor.Tests.Faults;

/// <summary>Real processes that are killed, one test at a time: each brings several, and they need the machine.</summary>
[CollectionDefinition(Name)]
public sealed class RealProcesses
{
    public const string Name = "real processes";
}
