using Distributor.Jobs;
using Xunit;

namespace Distributor.Tests.Jobs;

public sealed class StayScheduledTests
{
    private static readonly DateTime Now = new(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void While_rows_are_being_sent_the_job_looks_again_in_seconds_and_not_at_the_end_of_their_lease() =>
        Assert.Equal(
            Now + StayScheduledWhileRowsAreOpenAttribute.Soonest,
            StayScheduledWhileRowsAreOpenAttribute.When(Report(sending: 1, nextDue: Now.AddSeconds(45)), Now)
        );

    [Fact]
    public void Rows_that_wait_bring_the_job_back_when_they_are_due() =>
        Assert.Equal(
            Now.AddHours(4),
            StayScheduledWhileRowsAreOpenAttribute.When(Report(deferred: 3, nextDue: Now.AddHours(4)), Now)
        );

    [Fact]
    public void Held_rows_are_looked_at_now_and_then() =>
        Assert.Equal(
            Now + StayScheduledWhileRowsAreOpenAttribute.Held,
            StayScheduledWhileRowsAreOpenAttribute.When(Report(deferred: 3), Now)
        );

    [Fact]
    public void A_run_that_is_planned_later_brings_its_job_back_then()
    {
        var waiting = Report(planAgain: Now.AddMinutes(5));

        Assert.True(waiting.IsOpen);
        Assert.Equal(Now.AddMinutes(5), StayScheduledWhileRowsAreOpenAttribute.When(waiting, Now));
        Assert.Equal(
            Now.AddMinutes(5),
            StayScheduledWhileRowsAreOpenAttribute.When(
                Report(deferred: 3, nextDue: Now.AddHours(4), planAgain: Now.AddMinutes(5)),
                Now
            )
        );
    }

    private static RunReport Report(
        long sending = 0,
        long deferred = 0,
        DateTime? nextDue = null,
        DateTime? planAgain = null
    ) =>
        new(
            0,
            sending,
            deferred,
            0,
            0,
            0,
            0,
            nextDue is { } due ? new DateTimeOffset(due) : null,
            planAgain is { } again ? new DateTimeOffset(again) : null
        );
}
