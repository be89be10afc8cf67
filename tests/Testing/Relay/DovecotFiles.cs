namespace Distributor.Testing.Relay;

/// <summary>A Dovecot of its own below one directory: it knows the password, takes all mail into one mailbox, shows it over IMAP.</summary>
static class DovecotFiles
{
    /// <summary>Debian has this user without installing anything; Dovecot refuses to keep mail as root.</summary>
    public const string MailUser = "mail";

    /// <summary>Writes <c>dovecot/dovecot.conf</c> and the users below the directory.</summary>
    /// <param name="directory">Holds <c>chain.pem</c>; the sockets <c>auth</c> and <c>lmtp</c> will be there.</param>
    public static void Write(string directory, int port, string user, string password)
    {
        var dovecot = Path.Combine(directory, "dovecot");
        Directory.CreateDirectory(dovecot);
        File.WriteAllText(Path.Combine(dovecot, "users"), $"{user}:{{PLAIN}}{password}\n");
        File.WriteAllText(Path.Combine(dovecot, "dovecot.conf"), Settings(directory, port));
    }

    static string Settings(string directory, int port) =>
        $$"""
            protocols = imap lmtp
            listen = 127.0.0.1
            base_dir = {{directory}}/dovecot/run
            state_dir = {{directory}}/dovecot/state
            log_path = /dev/stderr
            ssl = required
            ssl_cert = <{{directory}}/chain.pem
            ssl_key = <{{directory}}/chain.pem
            mail_location = maildir:{{directory}}/mail
            mail_uid = {{MailUser}}
            mail_gid = {{MailUser}}
            first_valid_uid = 1
            recipient_delimiter = +
            passdb {
              driver = passwd-file
              args = {{directory}}/dovecot/users
            }
            userdb {
              driver = static
              args = uid={{MailUser}} gid={{MailUser}} home={{directory}}/mail allow_all_users=yes
            }
            service imap-login {
              inet_listener imap {
                address = 127.0.0.1
                port = {{port}}
              }
              inet_listener imaps {
                port = 0
              }
            }
            service lmtp {
              unix_listener {{directory}}/lmtp {
                mode = 0666
              }
            }
            service auth {
              unix_listener {{directory}}/auth {
                mode = 0666
              }
            }

            """;
}
