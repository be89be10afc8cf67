using System.Reflection;
using Distributor.Jobs;
using Hangfire;
using Npgsql;
using Xunit;

namespace Distributor.Tests.Jobs;

/// <summary>Every default of Hangfire that was found to break something stays changed.</summary>
public sealed class JobSettingsTests
{
    private static readonly TimeSpan HalfAMinute = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_job_starts_at_once_and_a_requeued_one_within_a_second()
    {
        var options = JobServices.PostgresOptions();

        // Workers of the process that enqueued are woken without; those that listen hold a connection each.
        Assert.False(options.EnableLongPolling);
        Assert.Equal(TimeSpan.FromSeconds(1), options.QueuePollInterval);
    }

    [Fact]
    public void What_a_killed_instance_held_is_free_after_half_a_minute()
    {
        var options = JobServices.PostgresOptions();

        Assert.True(options.UseSlidingInvisibilityTimeout);
        Assert.Equal(HalfAMinute, options.InvisibilityTimeout);
        Assert.Equal(HalfAMinute, options.DistributedLockTimeout);
    }

    [Fact]
    public void A_schema_that_failed_is_no_secret() =>
        Assert.False(JobServices.PostgresOptions().AllowDegradedModeWithoutStorage);

    [Fact]
    public void Finished_jobs_are_cleaned_up_in_time()
    {
        var options = JobServices.PostgresOptions();

        Assert.Equal(TimeSpan.FromMinutes(10), options.JobExpirationCheckInterval);
        Assert.Equal(5_000, options.DeleteExpiredBatchSize);
    }

    [Fact]
    public void A_lost_job_costs_nothing_so_nobody_waits_for_the_disk()
    {
        var connection = new NpgsqlConnectionStringBuilder(
            JobServices.PostgresConnection("Host=localhost;Username=u;Password=p")
        );

        Assert.Equal("-c synchronous_commit=off", connection.Options);
    }

    [Theory]
    [InlineData(typeof(RunJob))]
    [InlineData(typeof(RecurringJobs))]
    public void The_ledger_tries_again_and_not_Hangfire(Type job) =>
        Assert.Equal(0, Retry(job, nameof(AutomaticRetryAttribute.Attempts)));

    [Fact]
    public void A_recurring_job_that_failed_does_not_stay_for_ever() =>
        Assert.Equal(
            AttemptsExceededAction.Delete,
            (AttemptsExceededAction)Retry(typeof(RecurringJobs), nameof(AutomaticRetryAttribute.OnAttemptsExceeded))!
        );

    [Fact]
    public void A_run_is_called_by_its_title()
    {
        var method = typeof(RunJob).GetMethod(nameof(RunJob.ExecuteAsync))!;

        Assert.Equal("{1}", method.GetCustomAttribute<JobDisplayNameAttribute>()!.DisplayName);
        Assert.Equal("title", method.GetParameters()[1].Name);
    }

    /// <summary>What the attribute says, without making one: its constructor logs to the host that was disposed last.</summary>
    private static object? Retry(Type job, string argument) =>
        job
            .CustomAttributes.Single(attribute => attribute.AttributeType == typeof(AutomaticRetryAttribute))
            .NamedArguments.Single(named => named.MemberName == argument)
            .TypedValue.Value;
}
