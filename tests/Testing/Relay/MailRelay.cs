using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Distributor.Testing.Smtp;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace Distributor.Testing.Relay;

/// <summary>
/// The real thing: a Postfix that takes mail over STARTTLS with AUTH, on a port of its own on 127.0.0.1, and a Dovecot
/// where all of it arrives and can be read over IMAP. Everything is below one temporary directory and ends with the test;
/// services and settings of the machine are not touched.
/// </summary>
public sealed class MailRelay : IAsyncDisposable
{
    const string Postfix = "/usr/sbin/postfix";
    const string Dovecot = "/usr/sbin/dovecot";

    readonly TemporaryDirectory _directory;
    readonly ChildServer _postfix;
    readonly ChildServer _dovecot;

    MailRelay(TemporaryDirectory directory, ChildServer postfix, ChildServer dovecot)
    {
        _directory = directory;
        _postfix = postfix;
        _dovecot = dovecot;
    }

    /// <summary>What this machine or user lacks to run the relay, as a sentence; null when nothing.</summary>
    public static string? Missing =>
        !File.Exists(Postfix)
        || !File.Exists(Dovecot)
        || !File.Exists("/usr/lib/dovecot/lmtp")
        || !File.Exists("/usr/lib/dovecot/imap")
            ? "The relay needs the packages postfix, dovecot-core, dovecot-imapd and dovecot-lmtpd; tests/run.sh installs them."
        : !Environment.IsPrivilegedProcess
            ? "The relay needs root: Postfix and Dovecot start as root and give it up. Run the tests as root, as CI does."
        : null;

    /// <summary>On 127.0.0.1; STARTTLS and AUTH are required.</summary>
    public required int SmtpPort { get; init; }

    /// <summary>On 127.0.0.1, with STARTTLS.</summary>
    public required int ImapPort { get; init; }

    /// <summary>For SMTP and IMAP.</summary>
    public string User => "sender";

    public required string Password { get; init; }

    /// <summary>Signed the certificate of both servers, for localhost and 127.0.0.1.</summary>
    public required TestAuthority Authority { get; init; }

    /// <summary>What Postfix logged.</summary>
    public IReadOnlyList<string> Log => _postfix.Log;

    /// <summary>How many recipients' copies reached the mailbox.</summary>
    public int Delivered => CountDelivered(_postfix.Log);

    /// <summary>The lines of the log about mail that was bounced or put off.</summary>
    public IReadOnlyList<string> Undelivered =>
        [
            .. _postfix.Log.Where(line =>
                line.Contains("status=bounced", StringComparison.Ordinal)
                || line.Contains("status=deferred", StringComparison.Ordinal)
            ),
        ];

    /// <param name="refused">Recipients refused with 550 5.1.1 when asked for.</param>
    /// <param name="bouncing">Recipients whose mail is taken first and then bounced: a real delivery status notification goes to the sender.</param>
    /// <exception cref="InvalidOperationException">Something is <see cref="Missing"/>, or a server does not start; the message has its log.</exception>
    public static async Task<MailRelay> StartAsync(
        IEnumerable<string>? refused = null,
        IEnumerable<string>? bouncing = null,
        CancellationToken cancellationToken = default
    )
    {
        if (Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }
        var directory = new TemporaryDirectory();
        var authority = new TestAuthority();
        ChildServer? dovecot = null;
        try
        {
            var password = RandomNumberGenerator.GetHexString(24);
            var (smtp, imap) = FreePorts();
            var path = directory.Path;
            OpenToOthers(path);
            WriteChain(Path.Combine(path, "chain.pem"), authority);
            DovecotFiles.Write(path, imap, "sender", password);
            PostfixFiles.Write(path, smtp, refused ?? [], bouncing ?? []);
            Directory.CreateDirectory(Path.Combine(path, "mail"));
            await GiveAsync(Path.Combine(path, "mail"), DovecotFiles.MailUser, cancellationToken);
            await GiveAsync(Path.Combine(path, "postfix-data"), "postfix", cancellationToken);

            dovecot = await ChildServer.StartAsync(
                "Dovecot",
                $"{Dovecot} -F -c {path}/dovecot/dovecot.conf",
                "kill -TERM $child",
                "starting up for",
                cancellationToken
            );
            var postfix = await ChildServer.StartAsync(
                "Postfix",
                $"{Postfix} -c {path}/postfix start-fg",
                $"{Postfix} -c {path}/postfix stop",
                "daemon started",
                cancellationToken
            );
            return new MailRelay(directory, postfix, dovecot)
            {
                SmtpPort = smtp,
                ImapPort = imap,
                Password = password,
                Authority = authority,
            };
        }
        catch
        {
            if (dovecot is not null)
            {
                await dovecot.DisposeAsync();
            }
            authority.Dispose();
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Ends when so many recipients' copies have reached the mailbox since the start.</summary>
    public Task WaitForDeliveredAsync(int count, CancellationToken cancellationToken = default) =>
        _postfix.WaitForAsync(log => CountDelivered(log) >= count, cancellationToken);

    /// <summary>All mails over IMAP, in the order they arrived.</summary>
    public async Task<IReadOnlyList<RelayedMail>> ReadMailboxAsync(CancellationToken cancellationToken = default)
    {
        using var client = new ImapClient { ServerCertificateValidationCallback = Authority.Validate };
        await client.ConnectAsync("127.0.0.1", ImapPort, SecureSocketOptions.StartTls, cancellationToken);
        await client.AuthenticateAsync(User, Password, cancellationToken);
        await client.Inbox!.OpenAsync(FolderAccess.ReadOnly, cancellationToken);
        var mails = new List<RelayedMail>(client.Inbox.Count);
        for (var i = 0; i < client.Inbox.Count; i++)
        {
            await using var stream = await client.Inbox.GetStreamAsync(i, "", cancellationToken);
            using var raw = new MemoryStream();
            await stream.CopyToAsync(raw, cancellationToken);
            mails.Add(new RelayedMail(raw.ToArray()));
        }
        await client.DisconnectAsync(quit: true, cancellationToken);
        return mails;
    }

    public async ValueTask DisposeAsync()
    {
        await _postfix.DisposeAsync();
        await _dovecot.DisposeAsync();
        Authority.Dispose();
        _directory.Dispose();
    }

    static int CountDelivered(IReadOnlyList<string> log) =>
        log.Count(line => line.Contains("status=sent", StringComparison.Ordinal));

    /// <summary>The servers' unprivileged users must get through to their own directories.</summary>
    static void OpenToOthers(string directory)
    {
        if (!OperatingSystem.IsWindows())
        {
            var mode = File.GetUnixFileMode(directory);
            File.SetUnixFileMode(directory, mode | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    static void WriteChain(string file, TestAuthority authority)
    {
        using var key =
            authority.ServerCertificate.GetECDsaPrivateKey()
            ?? throw new InvalidOperationException("The test authority makes keys of elliptic curves.");
        using var writer = new StreamWriter(file);
        writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
        writer.WriteLine(authority.ServerCertificate.ExportCertificatePem());
        writer.WriteLine(authority.Certificate.ExportCertificatePem());
    }

    /// <summary>Neither server can take a free port and tell; both listeners are open at once so that the ports differ.</summary>
    static (int First, int Second) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    static async Task GiveAsync(string directory, string user, CancellationToken cancellationToken)
    {
        using var chown = System.Diagnostics.Process.Start("/bin/chown", [$"{user}:", directory]);
        await chown.WaitForExitAsync(cancellationToken);
        if (chown.ExitCode != 0)
        {
            throw new InvalidOperationException($"{directory} could not be given to the user {user}.");
        }
    }
}
