using Distributor.Delivery;
using Distributor.Jobs;
using Distributor.Storage;
using Distributor.Testing;
using Distributor.Tests.Articles.Intake;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Jobs;

/// <summary>
/// How a run gets its job, on both job storages, with no server to run it. Longer than most files because it is one list of promises
/// with their world.
/// </summary>
public sealed class RunLauncherTests(MigratedDatabases databases) : IClassFixture<MigratedDatabases>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task A_launched_run_has_one_queued_job_with_its_title_on_the_queue_of_alerts(DatabaseProvider provider)
    {
        await using var world = await OpenAsync(provider);
        var run = await world.RunAsync(RunKind.Alert);

        await world.Launcher.LaunchAsync(run, atOnce: false, Token);
        await world.Launcher.LaunchAsync(run, atOnce: true, Token);

        var id = (await world.JobIdAsync(run))!;
        Assert.Equal(EnqueuedState.StateName, world.StateOf(id));
        Assert.Equal([id], world.Queued("alerts"));
        var job = world.JobOf(id);
        Assert.Equal("alerts", job.Queue);
        Assert.Equal([run, "Alert: Harbour closed"], job.Args.Take(2));
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task Digests_have_a_queue_of_their_own(DatabaseProvider provider)
    {
        await using var world = await OpenAsync(provider);
        var run = await world.RunAsync(RunKind.Digest);

        await world.Launcher.LaunchAsync(run, atOnce: false, Token);

        Assert.Equal([(await world.JobIdAsync(run))!], world.Queued("digests"));
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task A_run_that_must_wait_is_scheduled_for_its_time_and_never_queued_before(DatabaseProvider provider)
    {
        await using var world = await OpenAsync(provider);
        var time = SystemClock.Instance.GetCurrentInstant() + Duration.FromHours(1);
        var run = await world.RunAsync(RunKind.Edit, notBefore: time);

        await world.Service<RunSweeper>().SweepAsync(Token);
        var id = (await world.JobIdAsync(run))!;
        await world.Service<RunSweeper>().SweepAsync(Token);

        Assert.Equal(id, await world.JobIdAsync(run));
        Assert.Empty(world.Queued("alerts"));
        var scheduled = Assert.Single(world.Service<JobStorage>().GetMonitoringApi().ScheduledJobs(0, 10));
        Assert.Equal(id, scheduled.Key);
        Assert.Equal(time.ToDateTimeUtc(), scheduled.Value.EnqueueAt, TimeSpan.FromSeconds(1));
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task Launchers_at_once_start_one_job(DatabaseProvider provider)
    {
        await using var world = await OpenAsync(provider);
        var run = await world.RunAsync(RunKind.Alert);

        await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(_ => Task.Run(() => world.Launcher.LaunchAsync(run, atOnce: false, Token), Token))
        );

        Assert.Equal([(await world.JobIdAsync(run))!], world.Queued("alerts"));
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task A_job_named_by_an_instance_that_died_before_it_queued_it_starts_by_itself_and_is_not_doubled(
        DatabaseProvider provider
    )
    {
        await using var world = await OpenAsync(provider);
        var run = await world.RunAsync(RunKind.Alert);
        var waiting = world
            .Service<IBackgroundJobClient>()
            .Create(
                Job.FromExpression<RunJob>(job => job.ExecuteAsync(run, "", CancellationToken.None), "alerts"),
                new ScheduledState(TimeSpan.FromSeconds(15))
            );
        await world.SetJobIdAsync(run, waiting);

        await world.Launcher.LaunchAsync(run, atOnce: false, Token);

        Assert.Equal(waiting, await world.JobIdAsync(run));
        Assert.Equal(ScheduledState.StateName, world.StateOf(waiting));
        Assert.Empty(world.Queued("alerts"));
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task The_sweep_replaces_a_job_that_was_lost_or_deleted_and_leaves_held_runs_alone(
        DatabaseProvider provider
    )
    {
        await using var world = await OpenAsync(provider);
        var (lost, deleted, held) = (
            await world.RunAsync(RunKind.Alert),
            await world.RunAsync(RunKind.Alert),
            await world.RunAsync(RunKind.Alert, RunState.Held)
        );
        // Storage in memory forgets its jobs with the process; the run still names one.
        await world.SetJobIdAsync(lost, "987654321");
        await world.Launcher.LaunchAsync(deleted, atOnce: false, Token);
        var old = (await world.JobIdAsync(deleted))!;
        world.Service<IBackgroundJobClient>().ChangeState(old, new DeletedState());

        await world.Service<RunSweeper>().SweepAsync(Token);
        await world.Service<RunSweeper>().SweepAsync(Token);

        var fresh = (await world.JobIdAsync(deleted))!;
        Assert.NotEqual(old, fresh);
        Assert.Equal(EnqueuedState.StateName, world.StateOf(fresh));
        Assert.Equal(EnqueuedState.StateName, world.StateOf((await world.JobIdAsync(lost))!));
        Assert.Null(await world.JobIdAsync(held));
    }

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task A_finished_job_is_opened_again_under_its_id_and_a_scheduled_one_only_when_there_is_something_new(
        DatabaseProvider provider
    )
    {
        await using var world = await OpenAsync(provider);
        var run = await world.RunAsync(RunKind.Digest);
        await world.Launcher.LaunchAsync(run, atOnce: false, Token);
        var id = (await world.JobIdAsync(run))!;
        var client = world.Service<IBackgroundJobClient>();

        client.ChangeState(id, new ScheduledState(TimeSpan.FromHours(1)));
        await world.Launcher.LaunchAsync(run, atOnce: false, Token);
        Assert.Equal(ScheduledState.StateName, world.StateOf(id));
        await world.Launcher.LaunchAsync(run, atOnce: true, Token);
        Assert.Equal(EnqueuedState.StateName, world.StateOf(id));

        client.ChangeState(id, new ScheduledState(TimeSpan.FromHours(1)));
        client.ChangeState(id, new SucceededState(null, 0, 0));
        await world.Launcher.LaunchAsync(run, atOnce: false, Token);
        Assert.Equal(EnqueuedState.StateName, world.StateOf(id));
        Assert.Equal(id, await world.JobIdAsync(run));
        Assert.Contains(id, world.Queued("digests"));
    }

    /// <summary>A worker that finds the lock taken sleeps a second, so a job must never be queued while it is locked.</summary>
    [Fact]
    public async Task A_job_can_be_taken_in_the_moment_it_is_queued()
    {
        await using var world = await OpenAsync(DatabaseProvider.Postgres);
        var run = await world.RunAsync(RunKind.Alert);
        world.Service<JobStorage>(); // makes its tables
        await world.ExecuteAsync(
            """
            CREATE FUNCTION hangfire.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF EXISTS (SELECT FROM hangfire.lock) THEN RAISE EXCEPTION 'queued while locked'; END IF;
              RETURN new;
            END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON hangfire.jobqueue FOR EACH ROW EXECUTE FUNCTION hangfire.refuse();
            """
        );

        await world.Launcher.LaunchAsync(run, atOnce: false, Token);

        var id = (await world.JobIdAsync(run))!;
        Assert.Equal([id], world.Queued("alerts"));
        Assert.Empty(world.Service<JobStorage>().GetMonitoringApi().ScheduledJobs(0, 10));
    }

    private async Task<JobWorld> OpenAsync(DatabaseProvider provider) => new(await databases.CreateAsync(provider));

    private sealed class JobWorld : IAsyncDisposable
    {
        private readonly IntakeWorld intake;
        private readonly TemporaryDirectory directory = new();
        private readonly WebApplication app;
        private int keys;

        public JobWorld(IntakeWorld intake)
        {
            this.intake = intake;
            var builder = App.CreateBuilder(
                "--Logging:LogLevel:Default=None",
                $"--Storage:DataDirectory={directory.Path}"
            );
            builder.AddDistributor();
            builder.Services.AddJobs(builder.Configuration);
            builder.Services.Replace(ServiceDescriptor.Singleton(intake.Database));
            app = builder.Build();
        }

        public RunLauncher Launcher => Service<RunLauncher>();

        public T Service<T>()
            where T : notnull => app.Services.GetRequiredService<T>();

        public async Task<long> RunAsync(RunKind kind, RunState state = RunState.Planning, Instant? notBefore = null)
        {
            await using var db = intake.Database.CreateDbContext();
            var run = new Run
            {
                Kind = kind,
                Key = $"test:{++keys}",
                Day = new LocalDate(2026, 11, 23),
                State = state,
                Title = "Alert: Harbour closed",
                Priority = Priorities.Alert,
                NotBefore = notBefore,
                CreatedAt = IntakeWorld.Now,
            };
            db.Runs.Add(run);
            await db.SaveChangesAsync(Token);
            return run.Id;
        }

        public Task<string?> JobIdAsync(long run) =>
            intake.AskAsync(db => db.Runs.Where(r => r.Id == run).Select(r => r.JobId).SingleAsync(Token));

        public Task<int> SetJobIdAsync(long run, string id) =>
            intake.AskAsync(db =>
                db.Runs.Where(r => r.Id == run).ExecuteUpdateAsync(set => set.SetProperty(r => r.JobId, id), Token)
            );

        public Task<int> ExecuteAsync(string sql) => intake.AskAsync(db => db.Database.ExecuteSqlRawAsync(sql, Token));

        public string? StateOf(string id)
        {
            using var connection = Service<JobStorage>().GetConnection();
            return connection.GetStateData(id)?.Name;
        }

        public Job JobOf(string id)
        {
            using var connection = Service<JobStorage>().GetConnection();
            return connection.GetJobData(id).Job;
        }

        public IEnumerable<string> Queued(string queue) =>
            Service<JobStorage>()
                .GetMonitoringApi()
                .EnqueuedJobs(queue, 0, 100)
                .Where(job => job.Value is { InEnqueuedState: true })
                .Select(job => job.Key);

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            await intake.DisposeAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            directory.Dispose();
        }
    }
}
