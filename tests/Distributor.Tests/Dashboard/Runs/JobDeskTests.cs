using System.Net;
using Distributor.Dashboard.Access;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Testing.Browser;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Dashboard.Runs;

/// <summary>Hangfire's pages under our login: who may look, who may act, our numbers on them, and the way to a run and back.</summary>
public sealed class JobDeskTests(ChromiumBrowser chromium) : IAsyncLifetime
{
    private WorkingApp app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => app = await WorkingApp.StartAsync(DatabaseProvider.Postgres);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Only_admins_see_jobs_and_only_editors_act_on_them()
    {
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = app.Client.BaseAddress,
        };
        using var refused = await stranger.GetAsync("/admin/jobs", Token);
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);

        using var viewer = await SignInAsync(AdminRole.Viewer);
        Assert.Contains(
            "Recurring",
            await viewer.PageAsync("/admin/jobs/recurring"),
            StringComparison.OrdinalIgnoreCase
        );
        using var tried = await viewer.PostAsync("/admin/jobs/recurring/trigger", ("jobs[]", "partitions"));
        Assert.Equal(HttpStatusCode.Unauthorized, tried.StatusCode);

        using var editor = await SignInAsync(AdminRole.Editor);
        using var done = await editor.PostAsync("/admin/jobs/recurring/trigger", ("jobs[]", "partitions"));
        Assert.True(done.IsSuccessStatusCode, $"{done.StatusCode}");
        using var foreign = await editor.Client.PostAsync("/admin/jobs/recurring/trigger", null, Token);
        Assert.False(foreign.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Our_numbers_stand_on_the_overview_of_jobs_and_a_run_and_its_job_lead_to_each_other()
    {
        var run = await RunWithJobAsync();
        using var viewer = await SignInAsync(AdminRole.Viewer);
        var page = await viewer.OpenAsync(chromium);
        var faults = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Text.Contains("script", StringComparison.OrdinalIgnoreCase))
            {
                faults.Add(message.Text);
            }
        };

        await page.GotoAsync(new Uri(app.Client.BaseAddress!, $"/admin/runs/{run}").AbsoluteUri);
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the job" }).ClickAsync();
        await Assertions.Expect(page.GetByText("RunJob", new() { Exact = false }).First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = $"Run {run}" }).ClickAsync();
        await page.WaitForURLAsync($"**/admin/runs/{run}");

        await page.GotoAsync(new Uri(app.Client.BaseAddress!, "/admin/jobs").AbsoluteUri);
        foreach (var metric in new[] { "Subscribers", "Due now", "Sent today", "Failed today" })
        {
            await Assertions.Expect(page.GetByText(metric, new() { Exact = true })).ToBeVisibleAsync();
        }
        Assert.Empty(faults);
    }

    private Task<AdminSignIn> SignInAsync(AdminRole role) =>
        AdminSignIn.AsAsync(app.Service<IServiceProvider>(), app.Client.BaseAddress!, role);

    /// <summary>A run in the future, whose job is scheduled and stays.</summary>
    private async Task<long> RunWithJobAsync()
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        await using var db = app.NewDb();
        var run = new Run
        {
            Kind = RunKind.Edit,
            Key = "edit:1:2",
            Day = now.InUtc().Date,
            State = RunState.Planning,
            NotBefore = now + Duration.FromHours(2),
            Title = "Edit: a correction",
            Priority = Priorities.Edit,
            CreatedAt = now,
        };
        db.Runs.Add(run);
        await db.SaveChangesAsync(Token);
        await WorkingApp.UntilAsync(
            "the run has a job",
            async () =>
                await db.Runs.AsNoTracking().AnyAsync(one => one.Id == run.Id && one.JobId != null, Token)
                && app.Service<JobStorage>() is not null
        );
        return run.Id;
    }
}
