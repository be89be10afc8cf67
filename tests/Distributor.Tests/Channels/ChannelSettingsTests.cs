using Distributor.Channels;
using Distributor.Channels.Email;
using Distributor.Channels.Telegram;
using Distributor.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Distributor.Tests.Channels;

public sealed class ChannelSettingsTests
{
    [Theory]
    [InlineData("Smtp:Port", "99999", "Smtp:Port is 99999; it must be 1-65535, e.g. 587")]
    [InlineData("Smtp:Port", "abc", "Smtp:Port is abc; it must be a whole number, e.g. 587")]
    [InlineData("Smtp:Security", "ssl", "Smtp:Security is ssl; it must be one of auto, none, starttls, tls, e.g. auto")]
    [InlineData("Smtp:Security", "2", "Smtp:Security is 2; it must be one of auto, none, starttls, tls, e.g. auto")]
    [InlineData("Smtp:Connections", "0", "Smtp:Connections is 0; it must be 1-1000, e.g. 8")]
    [InlineData(
        "Smtp:MessagesPerSecond",
        "-1",
        "Smtp:MessagesPerSecond is -1; it must be empty (unlimited) or above 0, e.g. 50"
    )]
    [InlineData("Smtp:MessagesPerSecond", "fast", "Smtp:MessagesPerSecond is fast; it must be a number, e.g. 10")]
    [InlineData(
        "Smtp:WarmUp",
        "200,500,",
        "Smtp:WarmUp is 200,500,; it must be empty or the messages of each day, whole numbers above 0 with commas between them, at most 100 days, e.g. 200,500,1000,2000,5000,10000,20000,50000"
    )]
    [InlineData("Smtp:MessagesPerConnection", "0", "Smtp:MessagesPerConnection is 0; it must be 1-1000000, e.g. 100")]
    [InlineData(
        "Mail:FromAddress",
        "News <n@example.org>",
        "Mail:FromAddress is News <n@example.org>; it must be one e-mail address, e.g. news@example.org"
    )]
    [InlineData(
        "Mail:ReplyTo",
        "nobody",
        "Mail:ReplyTo is nobody; it must be empty or one e-mail address, e.g. editors@example.org"
    )]
    [InlineData(
        "Mail:BounceDomain",
        "a b",
        "Mail:BounceDomain is a b; it must be empty or a domain, e.g. bounce.example.org"
    )]
    [InlineData("Telegram:MessagesPerSecond", "0.5", "Telegram:MessagesPerSecond is 0.5; it must be 1-1000, e.g. 30")]
    [InlineData("Telegram:PaidBroadcast", "yes", "Telegram:PaidBroadcast is yes; it must be true or false, e.g. false")]
    [InlineData(
        "Telegram:ApiBaseUrl",
        "localhost:8081",
        "Telegram:ApiBaseUrl is localhost:8081; it must be http or https with a host and no path, e.g. https://api.telegram.org"
    )]
    [InlineData(
        "Storage:DataDirectory",
        " ",
        "Storage:DataDirectory is empty; it must be a directory, e.g. /var/lib/distributor"
    )]
    public void A_bad_value_stops_the_start_with_name_fault_and_example(string name, string value, string message) =>
        Assert.Equal(message, Assert.Single(Faults((name, value))));

    [Theory]
    [InlineData("Telegram:BotToken", "hunter2")]
    [InlineData("Telegram:WebhookSecret", "hunter2!")]
    [InlineData("Smtp:Password", "hunter2")]
    public void A_bad_secret_is_named_but_not_shown(string name, string value)
    {
        var fault = Assert.Single(Faults((name, value)));

        Assert.Contains(name, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Two\nlines")]
    [InlineData(
        "A name that goes on and on and on and on and on and on and on and on and on and on and on and on past a hundred"
    )]
    public void A_sender_name_is_one_short_line(string value) =>
        Assert.StartsWith(
            "Mail:FromName is",
            Assert.Single(Faults(("Mail:FromName", value))),
            StringComparison.Ordinal
        );

    [Fact]
    public void Several_bad_settings_are_all_named_at_once() =>
        Assert.Equal(
            [
                "Smtp:Host is smtp://relay; it must be a host name or address alone, e.g. smtp.example.org",
                "Smtp:Port is 0; it must be 1-65535, e.g. 587",
                "Telegram:MessagesPerSecond is 1001; it must be 1-1000, e.g. 30",
            ],
            Faults(
                    ("Smtp:Host", "smtp://relay"),
                    ("Smtp:Port", "0"),
                    ("Mail:FromAddress", "news@example.org"),
                    ("Telegram:MessagesPerSecond", "1001")
                )
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void A_real_relay_needs_a_real_from_address()
    {
        Assert.StartsWith(
            "Mail:FromAddress is not set; with Smtp:Host",
            Assert.Single(Faults(("Smtp:Host", "relay.example.org"))),
            StringComparison.Ordinal
        );
        Assert.Empty(Faults(("Smtp:Host", "relay.example.org"), ("Mail:FromAddress", "news@example.org")));
    }

    [Fact]
    public async Task Mail_goes_to_the_relay_when_there_is_one_and_to_the_outbox_when_not()
    {
        await using var outbox = Services();
        await using var relay = Services(("Smtp:Host", "relay.example.org"), ("Mail:FromAddress", "news@example.org"));

        Assert.False(outbox.GetRequiredService<IChannel<EmailMessage>>().IsReal);
        Assert.True(relay.GetRequiredService<IChannel<EmailMessage>>().IsReal);
        Assert.Equal(8, relay.GetRequiredService<IChannel<EmailMessage>>().Parallel);
    }

    [Fact]
    public void Defaults_are_valid_and_empty_values_mean_defaults()
    {
        using var services = Services(("Smtp:Port", ""), ("Smtp:MessagesPerSecond", ""), ("Telegram:Mode", "OFF"));

        var smtp = services.GetRequiredService<IOptions<SmtpOptions>>().Value;
        Assert.Equal(
            (587, SmtpSecurity.Auto, 8, 100),
            (smtp.Port, smtp.Security, smtp.Connections, smtp.MessagesPerConnection)
        );
        Assert.Null(smtp.MessagesPerSecond);
        Assert.Equal(TelegramMode.Off, services.GetRequiredService<IOptions<TelegramOptions>>().Value.Mode);
        Assert.Equal(
            Path.GetFullPath("data"),
            services.GetRequiredService<IOptions<StorageOptions>>().Value.FullDataDirectory
        );
        services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Fact]
    public void A_file_in_the_place_of_the_data_directory_is_named()
    {
        var file = typeof(ChannelSettingsTests).Assembly.Location;

        Assert.Equal(
            $"Storage:DataDirectory is {file}; it must be a directory, not a file, e.g. /var/lib/distributor",
            Assert.Single(Faults(("Storage:DataDirectory", file)))
        );
    }

    static IEnumerable<string> Faults(params (string Name, string Value)[] settings)
    {
        using var services = Services(settings);
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
        catch (AggregateException e)
        {
            return e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures);
        }
    }

    static ServiceProvider Services(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)))
            .Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddChannels(configuration)
            .BuildServiceProvider();
    }
}
