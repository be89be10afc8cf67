using Distributor.Chaos;
using Xunit;

namespace Distributor.Tests.Faults;

/// <summary>The short form of <c>tests/chaos.sh</c>: everything that can go wrong, at once.</summary>
[Collection(RealProcesses.Name)]
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Kills_outages_wrong_clocks_and_every_fault_of_the_outside_reconcile()
    {
        var report = await ChaosRun.RunAsync(
            ChaosOptions.Short(Random.Shared.Next()),
            output.WriteLine,
            TestContext.Current.CancellationToken
        );

        Assert.Empty(report.Broken.Select(finding => $"{finding.Claim}: {finding.Against[0]}"));
    }
}
