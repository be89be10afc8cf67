using Distributor.Channels;
using Microsoft.Extensions.Options;

namespace Distributor.Delivery;

/// <summary>
/// Once a channel has sent for real, an empty setting stops the start: a lost variable must not mark a hundred thousand mails as
/// accepted.
/// </summary>
public sealed class OutboxGuard(
    SentForReal sentForReal,
    IChannel<EmailMessage> mail,
    IChannel<TelegramMessage> telegram,
    IOptions<OutboxOptions> outbox,
    IHostApplicationLifetime lifetime,
    StartFault fault
)
{
    /// <returns>False when nothing may be sent; the process is told to end.</returns>
    public async Task<bool> MaySendAsync(ChannelKind channel, CancellationToken cancellationToken)
    {
        var isReal = channel == ChannelKind.Email ? mail.IsReal : telegram.IsReal;
        if (isReal || outbox.Value.Enabled || !await sentForReal.IsSoAsync(channel, cancellationToken))
        {
            return true;
        }
        var (setting, messages) =
            channel == ChannelKind.Email ? ("Smtp:Host", "mails") : ("Telegram:BotToken", "Telegram messages");
        fault.Report(
            $"{setting} is empty, but this installation has sent {messages} for real; set it again, or Outbox:Enabled=true to write them to files"
        );
        lifetime.StopApplication();
        return false;
    }
}
