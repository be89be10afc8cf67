using Xunit;

namespace Distributor.Tests.Channels.Email.Smtp;

/// <summary>How a relay that was out of order is tried.</summary>
public sealed class SmtpProbeTests
{
    [Fact]
    public async Task A_probe_begins_a_session_and_the_next_mail_uses_it()
    {
        await using var relay = await Relay.StartAsync();

        Assert.Null(await relay.Channel.ProbeAsync(CancellationToken.None));
        await relay.SendAsync();

        Assert.Equal(1, relay.Server.ConnectionsOpened);
        Assert.Single(relay.Server.Mails);
    }

    [Fact]
    public async Task A_probe_of_a_relay_that_is_down_says_so_and_sends_nothing()
    {
        await using var relay = await Relay.StartAsync();
        relay.Server.StopListening();

        Assert.Contains("refused", await relay.Channel.ProbeAsync(CancellationToken.None), StringComparison.Ordinal);
        Assert.Empty(relay.Server.Mails);
    }
}
