using System.Collections.Concurrent;
using System.Diagnostics;
using Distributor.Storage;
using Distributor.Telemetry;
using Distributor.Tests.Articles.Intake;
using Distributor.Tests.RealTime;
using Distributor.Tests.Sources;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Telemetry;

/// <summary>Beside nothing else, because activity sources are the whole process's.</summary>
[Collection(RealTimeTests.Name)]
public sealed class PollSpanTests(MigratedDatabases databases) : IClassFixture<MigratedDatabases>
{
    [Fact]
    public async Task The_trace_of_an_article_is_linked_with_the_poll_that_brought_it()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Instrumentation.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var world = await PollingWorld.StartAsync(await databases.CreateAsync(DatabaseProvider.Sqlite));
        world.Server.Serve(
            "/feed",
            PollingWorld.Feed(PollingWorld.Item("1", "Fresh", IntakeWorld.Now - Duration.FromHours(1)))
        );
        var source = await world.AddFeedAsync();

        await world.Poller().PollDueAsync(IntakeWorld.Token);

        var poll = Assert.Single(spans, span => span.OperationName == "poll");
        Assert.Equal(source, poll.GetTagItem("distributor.source.id"));
        var intake = Assert.Single(spans, span => span.OperationName == "intake");
        Assert.Equal(poll.SpanId, Assert.Single(intake.Links).Context.SpanId);
        Assert.NotEqual(poll.TraceId, intake.TraceId);
    }
}
