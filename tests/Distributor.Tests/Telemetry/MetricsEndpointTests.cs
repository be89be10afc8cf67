using System.Net;
using System.Net.Http.Headers;
using Distributor.Api;
using Distributor.Storage;
using Distributor.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Distributor.Tests.Telemetry;

/// <summary>Who may read <c>/metrics</c>, and where it does not exist.</summary>
public sealed class MetricsEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_asks_from_this_machine_reads_the_metrics()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);

        using var answer = await app.Client.GetAsync("/metrics", Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith("text/plain", answer.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        var read = new Exposition(await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal(1, read.Sum("distributor_database_up"));
        Assert.Contains(
            read.Samples,
            sample => sample.Name.StartsWith("distributor_queue_age", StringComparison.Ordinal)
        );
        Assert.Contains(
            read.Samples,
            sample => sample.Name.StartsWith("dotnet_process_memory", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_driver_of_PostgreSQL_is_measured_and_no_connection_string_is_told()
    {
        await using var app = await WorkingApp.StartAsync(DatabaseProvider.Postgres);

        var text = await app.Client.GetStringAsync("/metrics", Token);

        Assert.DoesNotContain("pool_name", text, StringComparison.Ordinal);
        Assert.DoesNotContain("username", text, StringComparison.OrdinalIgnoreCase);
        var read = new Exposition(text);
        Assert.True(read.Sum("db_client_operation_duration_seconds_count") > 0);
        Assert.True(read.Sum("distributor_database_connections") > 0);
    }

    [Fact]
    public async Task Whoever_asks_from_elsewhere_needs_an_API_key()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        var key = await app.Service<ApiKeys>().CreateAsync("prometheus", "cli:test", Token);

        Assert.Equal(HttpStatusCode.Unauthorized, await AskFromElsewhereAsync(app, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskFromElsewhereAsync(app, "dk_wrong"));
        Assert.Equal(HttpStatusCode.OK, await AskFromElsewhereAsync(app, key));
    }

    [Fact]
    public async Task Where_metrics_are_off_there_is_no_such_page()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite, null, "--Metrics:Enabled=false");

        using var answer = await app.Client.GetAsync("/metrics", Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public void A_bad_value_stops_the_start_with_name_fault_and_example()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Metrics:Enabled", (string?)"perhaps")])
            .Build();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddTelemetry(configuration)
            .BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(() =>
            services.GetRequiredService<IStartupValidator>().Validate()
        );

        Assert.Equal("Metrics:Enabled is perhaps; it must be true or false, e.g. true", Assert.Single(fault.Failures));
    }

    /// <summary>As a proxy on this machine hands it on.</summary>
    private static async Task<HttpStatusCode> AskFromElsewhereAsync(TestApp app, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        using var answer = await app.Client.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
