using Distributor.Channels.Email;
using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.Extensions.Options;

namespace Distributor.Channels.Outbox;

/// <summary>Writes each e-mail to <c>outbox/email/*.eml</c> with the bytes an SMTP server would get.</summary>
public sealed class EmailOutbox(MimeComposer composer, IOptions<StorageOptions> storage, TimeProvider time)
    : IChannel<EmailMessage>
{
    readonly OutboxFolder folder = new(Path.Combine(storage.Value.FullDataDirectory, "outbox", "email"), ".eml", time);

    internal OutboxFolder Folder => folder;

    /// <summary>A disk takes a few at once; more only contend.</summary>
    public int Parallel => 4;

    public bool IsReal => false;

    /// <summary>Only writing tells whether a folder can be written.</summary>
    public Task<string?> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task<Outcome> SendAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        if (!composer.TryMake(message, out var mail, out var refusal))
        {
            return refusal;
        }

        using (mail)
        {
            using var bytes = new MemoryStream();
            await mail.WriteToAsync(bytes, cancellationToken);
            return await folder.WriteAsync(
                message.DeliveryId,
                bytes.GetBuffer().AsMemory(0, (int)bytes.Length),
                message.MaybeDuplicate,
                cancellationToken
            );
        }
    }
}
