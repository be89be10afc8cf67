using Distributor.Channels.Email;
using Distributor.Channels.Outbox;
using Distributor.Storage;
using Distributor.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Distributor.Tests.Channels.Outbox;

/// <summary>Both outboxes over a directory of their own, with a clock that stands until it is moved.</summary>
sealed class OutboxHarness : IDisposable
{
    readonly TemporaryDirectory directory = new();

    public OutboxHarness()
    {
        var storage = Options.Create(new StorageOptions { DataDirectory = directory.Path });
        Email = new EmailOutbox(new MimeComposer(Options.Create(new MailOptions())), storage, Time);
        Telegram = new TelegramOutbox(storage, Time);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 7, 30, 0, 42, TimeSpan.Zero));

    public EmailOutbox Email { get; }

    public TelegramOutbox Telegram { get; }

    public string DataDirectory => directory.Path;

    public string EmailFolder => Path.Combine(directory.Path, "outbox", "email");

    public string TelegramFolder => Path.Combine(directory.Path, "outbox", "telegram");

    public void Dispose() => directory.Dispose();
}
