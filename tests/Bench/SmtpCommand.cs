using System.CommandLine;
using System.Net.Sockets;
using Distributor.Testing.Smtp;
using Distributor.Testing.Smtp.Page;

namespace Distributor.Bench;

/// <summary><c>smtp</c>: the loopback SMTP server with its page of mails, until Ctrl+C.</summary>
internal static class SmtpCommand
{
    private const int MailsKept = 2000;

    public static Command Create()
    {
        var port = new Option<int>("--port")
        {
            Description = "Where to take mails on 127.0.0.1; the page is on the next port.",
            DefaultValueFactory = _ => 2525,
        };
        var user = new Option<string?>("--user") { Description = "Who may authenticate; needs --password." };
        var password = new Option<string?>("--password") { Description = "Of the user." };
        var command = new Command("smtp", "Takes mails and shows them on a page.") { port, user, password };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    new SmtpServerOptions
                    {
                        Port = parsed.GetValue(port),
                        User = parsed.GetValue(user),
                        Password = parsed.GetValue(password),
                        MostMailsKept = MailsKept,
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(SmtpServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var server = await LoopbackSmtpServer.StartAsync(options);
            await using var page = await SmtpPage.StartAsync(server, options.Port == 0 ? 0 : options.Port + 1);
            Console.WriteLine($"Mails: {page.Url}");
            Console.WriteLine("Start Distributor with these settings to send here:");
            var account = options.User is null
                ? ""
                : $" Smtp__UserName={options.User} Smtp__Password={options.Password}";
            Console.WriteLine($"Smtp__Host=127.0.0.1 Smtp__Port={server.Port} Smtp__Security=none{account}");
            Console.WriteLine("Ctrl+C ends it; nothing is kept.");
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C or SIGTERM: the way to end it.
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            await Console.Error.WriteLineAsync($"Port {options.Port} or the next cannot be used: {e.Message}");
            return 1;
        }
        return 0;
    }
}
