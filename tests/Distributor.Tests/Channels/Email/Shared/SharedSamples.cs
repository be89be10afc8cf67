using Distributor.Channels;
using Distributor.Channels.Email;
using Distributor.Channels.Email.Shared;
using Distributor.Tests.Channels.Email.Smtp;
using Microsoft.Extensions.Options;
using MimeKit;
using Xunit;

namespace Distributor.Tests.Channels.Email.Shared;

/// <summary>The sample mail with a body that is shared, and what becomes of it.</summary>
static class SharedSamples
{
    static readonly string[] Text = ["Bridge reopened\n\nTraffic is back.\n\n", "\nUnsubscribe:\n", "\n"];
    static readonly string[] Html =
    [
        "<!DOCTYPE html>\n<html lang=\"en\"><body><h1>Bridge  reopened</h1>\n.\n<p>Ça va?</p>   \n\t<p>",
        "</p>\n<a href=\"",
        "\">Unsubscribe</a></body></html>\n",
    ];

    /// <param name="reader">Each has values of its own.</param>
    public static EmailMessage Mail(MimeComposer composer, int reader = 1) =>
        Mail(
            composer,
            Text,
            Html,
            [$"Sent to reader{reader}@example.org because you asked.", $"https://news.example.org/u/{reader}"],
            [$"Sent to <b>reader{reader}</b> &amp; nobody else", $"https://news.example.org/u/{reader}?a=1&amp;b=2"]
        ) with
        {
            DeliveryId = $"12-{reader}-1",
            To = Relay.Reader(reader),
        };

    public static EmailMessage Mail(
        MimeComposer composer,
        string[] text,
        string[] html,
        string[] textValues,
        string[] htmlValues
    ) =>
        Samples.Mail with
        {
            Shared = new PersonalBody(
                composer.Share(Samples.Mail.Subject, Samples.Mail.Language, text, html),
                textValues,
                htmlValues
            ),
        };

    /// <summary>The same message with a body of its own.</summary>
    public static EmailMessage Alone(EmailMessage message) =>
        message with
        {
            Shared = null,
            Text = message.Text,
            Html = message.Html,
        };

    public static MimeComposer Composer(MailOptions? mail = null) => new(Options.Create(mail ?? Relay.Mail));

    public static byte[] Bytes(MimeComposer composer, EmailMessage message)
    {
        Assert.True(composer.TryMake(message, out var mail, out _));
        using (mail)
        {
            using var stream = new MemoryStream();
            mail.WriteToAsync(stream, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
            return stream.ToArray();
        }
    }

    public static MimeMessage Parsed(byte[] bytes) =>
        MimeMessage.Load(new MemoryStream(bytes), TestContext.Current.CancellationToken);
}
