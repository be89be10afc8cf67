using Distributor.Channels;
using Distributor.Channels.Email;
using Distributor.Channels.Email.Dkim;
using Distributor.Channels.Email.Smtp;
using Distributor.Delivery;
using Distributor.Testing.Smtp;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Distributor.Tests.Channels.Email.Smtp;

/// <summary>The real channel and a real server on loopback, with a clock that stands until it is moved.</summary>
sealed class Relay : IAsyncDisposable
{
    Relay(LoopbackSmtpServer server, SmtpChannel channel, FakeTimeProvider time)
    {
        Server = server;
        Channel = channel;
        Time = time;
    }

    public LoopbackSmtpServer Server { get; }

    public SmtpChannel Channel { get; }

    public FakeTimeProvider Time { get; }

    public static MailOptions Mail { get; } =
        new() { FromAddress = "digest@news.example.org", FromName = "The Morning Paper" };

    public static async Task<Relay> StartAsync(
        SmtpServerOptions? server = null,
        SmtpOptions? settings = null,
        bool trusts = true,
        MailSigner? signer = null
    )
    {
        var listening = await LoopbackSmtpServer.StartAsync(server);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 7, 30, 0, TimeSpan.Zero));
        var options = settings ?? new SmtpOptions();
        options.Host = options.Host.Length > 0 ? options.Host : "127.0.0.1";
        options.Port = options.Port == 587 ? listening.Port : options.Port;
        var timeouts = new SmtpTimeouts();
        var connector = new MailConnector(options, timeouts, time, trusts ? listening.Authority.Validate : null);
        var composer = new MimeComposer(Options.Create(Mail), signer);
        var logger = NullLogger<SmtpChannel>.Instance;
        return new Relay(listening, new SmtpChannel(composer, options, connector, timeouts, time, logger), time);
    }

    /// <summary>Sends one message; each number has its own reader.</summary>
    public Task<Outcome> SendAsync(int number = 1) => SendAsync(Message(number));

    public Task<Outcome> SendAsync(EmailMessage message) => Channel.SendAsync(message, CancellationToken.None);

    public static EmailMessage Message(int number) =>
        Samples.Mail with
        {
            DeliveryId = $"12-{number}-1",
            To = Reader(number),
        };

    public static string Reader(int number) => $"reader{number}@example.org";

    /// <summary>Lets the time pass; again when the other side of the wire had not yet begun to wait.</summary>
    public async Task<Outcome> AdvanceUntilAsync(Task<Outcome> sending, TimeSpan time)
    {
        while (!sending.IsCompleted)
        {
            Time.Advance(time);
            await Task.Yield();
        }
        return await sending;
    }

    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync();
        await Server.DisposeAsync();
    }
}
