using System.Text.RegularExpressions;
using Distributor.Channels;
using Distributor.Testing;
using Xunit;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Distributor.Tests.Deployment;

public sealed partial class ComposeTests
{
    static readonly ComposeFile Compose = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .IgnoreUnmatchedProperties()
        .Build()
        .Deserialize<ComposeFile>(Read("docker-compose.yml"));

    [Fact]
    public void There_are_the_app_its_database_and_a_mailbox() =>
        Assert.Equal(["app", "mailpit", "postgres"], Compose.Services.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_app_starts_when_the_others_are_healthy_and_has_time_to_drain()
    {
        var app = Compose.Services["app"];

        Assert.Equal("15s", app.StopGracePeriod);
        Assert.Equal(["mailpit", "postgres"], app.DependsOn.Keys.Order(StringComparer.Ordinal));
        Assert.All(app.DependsOn.Values, dependency => Assert.Equal("service_healthy", dependency.Condition));
        Assert.All(app.DependsOn.Keys, name => Assert.NotEmpty(Compose.Services[name].Healthcheck!.Test));
    }

    [Fact]
    public void The_app_is_reached_where_its_links_point()
    {
        Assert.Equal(["5080:8080"], Compose.Services["app"].Ports);
        Assert.Equal(
            "${Site__PublicUrl:-http://localhost:5080}",
            Compose.Services["app"].Environment["Site__PublicUrl"]
        );
        Assert.Contains("ASPNETCORE_URLS=http://0.0.0.0:8080", Read("Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_database_is_not_open_to_the_network_and_the_mailbox_only_to_this_machine()
    {
        Assert.Empty(Compose.Services["postgres"].Ports);
        Assert.Equal(["127.0.0.1:8025:8025"], Compose.Services["mailpit"].Ports);
    }

    [Fact]
    public void What_must_outlive_a_container_is_in_a_named_volume()
    {
        Assert.Equal(["data:/data"], Compose.Services["app"].Volumes);
        Assert.Equal(["postgres:/var/lib/postgresql/data"], Compose.Services["postgres"].Volumes);
        Assert.Equal(["data", "postgres"], Compose.Volumes.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("Storage__DataDirectory=/data", Read("Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_variable_of_the_app_is_a_setting() =>
        Assert.All(Compose.Services["app"].Environment.Keys, name => Assert.Contains(name, Settings()));

    [Fact]
    public void The_example_names_exactly_the_variables_that_compose_reads()
    {
        var read = Variable().Matches(Read("docker-compose.yml")).Select(match => match.Groups["name"].Value);
        var example = Read(".env.example")
            .Split('\n')
            .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
            .Select(line => line.Split('=')[0]);

        Assert.Equal(read.Distinct().Order(StringComparer.Ordinal), example.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_an_env_file_every_variable_has_a_default() =>
        Assert.All(
            Variable().Matches(Read("docker-compose.yml")),
            match => Assert.True(match.Groups["default"].Success, match.Value)
        );

    /// <summary>The settings of the options classes, as environment variables, and two that have no class.</summary>
    static IReadOnlyCollection<string> Settings() =>
        [
            .. typeof(ChannelServices)
                .Assembly.GetTypes()
                .Select(type => (Type: type, Section: type.GetField("Section")?.GetRawConstantValue() as string))
                .Where(options => options.Section is not null)
                .SelectMany(options =>
                    options.Type.GetProperties().Select(property => $"{options.Section}__{property.Name}")
                ),
            "ConnectionStrings__Distributor",
            "Site__PublicUrl",
        ];

    static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    [GeneratedRegex(@"\$\{(?<name>\w+)(?<default>:-[^}]*)?\}")]
    private static partial Regex Variable();
}
