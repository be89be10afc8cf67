namespace Distributor.Testing.Relay;

/// <summary>A Postfix of its own below one directory, as an outgoing relay is usually set up: STARTTLS, then AUTH, then mail.</summary>
static class PostfixFiles
{
    /// <summary>Writes <c>main.cf</c> and <c>master.cf</c> to <c>postfix</c> below the directory.</summary>
    /// <param name="directory">Holds <c>chain.pem</c>, and the sockets <c>auth</c> and <c>lmtp</c> of Dovecot.</param>
    public static void Write(string directory, int port, IEnumerable<string> refused, IEnumerable<string> bouncing)
    {
        var postfix = Path.Combine(directory, "postfix");
        Directory.CreateDirectory(postfix);
        Directory.CreateDirectory(Path.Combine(directory, "queue"));
        Directory.CreateDirectory(Path.Combine(directory, "postfix-data"));
        File.WriteAllLines(
            Path.Combine(postfix, "refused"),
            refused.Select(address => $"{address} 550 5.1.1 User unknown")
        );
        File.WriteAllLines(
            Path.Combine(postfix, "transport"),
            bouncing.Select(address => $"{address} error:5.1.1 User unknown")
        );
        File.WriteAllText(Path.Combine(postfix, "main.cf"), Main(directory));
        File.WriteAllText(Path.Combine(postfix, "master.cf"), Master(port));
    }

    // Whatever the recipient, the mail goes to Dovecot: nothing leaves the machine and no name is looked up.
    static string Main(string directory) =>
        $"""
            compatibility_level = 3.6
            config_directory = {directory}/postfix
            queue_directory = {directory}/queue
            data_directory = {directory}/postfix-data
            maillog_file = /dev/stdout
            myhostname = relay.test
            mydestination =
            mynetworks =
            alias_maps =
            alias_database =
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            smtpd_peername_lookup = no
            recipient_delimiter = +
            transport_maps = texthash:{directory}/postfix/transport
            default_transport = lmtp:unix:{directory}/lmtp
            smtpd_tls_chain_files = {directory}/chain.pem
            smtpd_tls_security_level = encrypt
            smtpd_tls_auth_only = yes
            smtpd_sasl_auth_enable = yes
            smtpd_sasl_type = dovecot
            smtpd_sasl_path = {directory}/auth
            smtpd_relay_restrictions = permit_sasl_authenticated, reject
            smtpd_recipient_restrictions = check_recipient_access texthash:{directory}/postfix/refused
            smtpd_reject_unlisted_recipient = no

            """;

    // The usual services without those that reach other machines or the machine's own mail, and without chroot.
    static string Master(int port) =>
        $"""
            127.0.0.1:{port} inet n - n - - smtpd
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            flush unix n - n 1000? 0 flush
            proxymap unix - - n - - proxymap
            error unix - - n - - error
            retry unix - - n - - error
            discard unix - - n - - discard
            lmtp unix - - n - - lmtp
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd

            """;
}
