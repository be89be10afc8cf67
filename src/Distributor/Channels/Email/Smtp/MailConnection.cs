using System.Net.Sockets;
using MimeKit;

namespace Distributor.Channels.Email.Smtp;

/// <summary>One open session with the relay. Not for concurrent use: whoever rented it has it alone.</summary>
sealed class MailConnection(StagedClient client, Socket socket, CoalescingStream wire, SmtpTimeouts timeouts)
    : IDisposable
{
    static readonly FormatOptions Format = MimeComposer.CreateFormat();

    /// <summary>
    /// Postfix answers the tenth refusal of a session a second late and ends it at the twentieth; it has a fresh one before.
    /// </summary>
    const int MostRefusals = 8;

    /// <summary>One object for all spliced mails of the session: making one for each costs more than splicing.</summary>
    readonly SplicedMessage spliced = new();

    int refusals;

    /// <summary>Messages tried so far.</summary>
    public int Messages { get; private set; }

    /// <summary>It has had more refusals than a relay likes to give.</summary>
    public bool IsTired => refusals >= MostRefusals;

    /// <summary>The last session ended well enough for another message.</summary>
    public bool IsUsable => client.IsConnected;

    /// <summary>Messages go as counted chunks when the server offers them.</summary>
    public bool UsesChunks => client.UsesChunks;

    /// <summary>Timestamp of its last use.</summary>
    public long IdleSince { get; private set; }

    /// <summary>The pool closes it unless it is used again in so long.</summary>
    public TimeSpan Patience { get; private set; }

    public void GoIdle(long since, TimeSpan patience)
    {
        IdleSince = since;
        Patience = patience;
    }

    /// <summary>
    /// Between two messages a server has nothing to say: whatever can be read is its goodbye or the end. Asked without a
    /// round trip.
    /// </summary>
    public bool HasBeenLeft => !client.IsConnected || !socket.Connected || socket.Poll(0, SelectMode.SelectRead);

    /// <summary>
    /// Sends one message and says what was answered. Whatever was answered, after a refusal the session has been reset
    /// (RSET) or ended. Not to be cancelled: a message half way out would be sent again.
    /// </summary>
    public async Task<ServerAnswer> SendAsync(OutgoingMail mail, MailboxAddress sender)
    {
        Messages++;
        wire.Patience = timeouts.Reply;
        client.Begin();
        if (mail.Whole?.Body is EncodedBody body)
        {
            body.Ending = ContentEnds;
        }
        var message = mail.Whole ?? spliced.Fill(mail, ContentEnds);
        try
        {
            var reply = await client.SendAsync(Format, message, sender, [mail.To], CancellationToken.None);
            return new ServerAnswer(SmtpStage.End, 250, reply);
        }
#pragma warning disable CA1031 // Only what is an answer is taken for one; the rest goes on as it came.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (ServerAnswer.Of(exception, client.Stage) is not { } answer)
            {
                Dispose();
                throw;
            }
            refusals++;
            if (answer.IsLost || answer.EndsSession)
            {
                Dispose();
            }
            return answer;
        }
    }

    /// <summary>Says goodbye and closes, whatever the other side does.</summary>
    public async Task CloseAsync()
    {
        wire.Patience = timeouts.Quit;
        try
        {
            await client.DisconnectAsync(quit: true);
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException or ObjectDisposedException)
        {
            // It was gone before.
        }
        Dispose();
    }

    public void Dispose()
    {
        client.Dispose();
        wire.Dispose();
        spliced.Dispose();
    }

    void ContentEnds()
    {
        if (client.ContentEnds())
        {
            wire.Patience = timeouts.AfterContent;
        }
    }
}
