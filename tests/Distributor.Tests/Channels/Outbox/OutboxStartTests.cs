using Distributor.Channels;
using Distributor.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Distributor.Tests.Channels.Outbox;

public sealed class OutboxStartTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_start_clears_leftovers_and_both_channels_write_under_the_data_directory()
    {
        using var directory = new TemporaryDirectory();
        var leftover = Path.Combine(directory.Path, "outbox", "email", ".20261231T235959998Z-1-2-4.eml.7-1.tmp");
        Directory.CreateDirectory(Path.GetDirectoryName(leftover)!);
        await File.WriteAllTextAsync(leftover, "half", Token);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([
            KeyValuePair.Create("Storage:DataDirectory", (string?)directory.Path),
        ]);
        builder.Services.AddChannels(builder.Configuration);
        using var host = builder.Build();

        await host.StartAsync(Token);
        await host.Services.GetRequiredService<IChannel<EmailMessage>>().SendAsync(Samples.Mail, Token);
        await host.Services.GetRequiredService<IChannel<TelegramMessage>>().SendAsync(Samples.Alert, Token);
        await host.StopAsync(Token);

        Assert.False(File.Exists(leftover));
        Assert.Single(OutboxReader.ReadMails(directory.Path));
        Assert.Single(OutboxReader.ReadCalls(directory.Path));
    }
}
