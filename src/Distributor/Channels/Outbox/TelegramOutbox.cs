using Distributor.Channels.Telegram;
using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.Extensions.Options;

namespace Distributor.Channels.Outbox;

/// <summary>Writes each Telegram message to <c>outbox/telegram/*.json</c> as the Bot API call that would be made.</summary>
public sealed class TelegramOutbox(IOptions<StorageOptions> storage, TimeProvider time) : IChannel<TelegramMessage>
{
    readonly OutboxFolder folder = new(
        Path.Combine(storage.Value.FullDataDirectory, "outbox", "telegram"),
        ".json",
        time
    );

    internal OutboxFolder Folder => folder;

    /// <summary>A disk takes a few at once; more only contend.</summary>
    public int Parallel => 4;

    public bool IsReal => false;

    /// <summary>Only writing tells whether a folder can be written.</summary>
    public Task<string?> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<Outcome> SendAsync(TelegramMessage message, CancellationToken cancellationToken) =>
        TelegramCall.Fault(message) is { } fault
            ? Task.FromResult(Outcome.Failed(fault))
            : folder.WriteAsync(
                message.DeliveryId,
                TelegramCall.ToJson(message),
                message.MaybeDuplicate,
                cancellationToken
            );
}
