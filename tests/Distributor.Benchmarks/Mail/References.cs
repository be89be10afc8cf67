using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Distributor.Templates;
using Distributor.Testing;

namespace Distributor.Benchmarks.Mail;

/// <summary>What else sends mail, measured in turn with ours to the same sink.</summary>
internal static class References
{
    /// <summary>Postfix's generator of load: ready octets over kept connections, nothing else. The limit.</summary>
    /// <returns>Mails a second.</returns>
    public static async Task<double> SmtpSourceAsync(
        int port,
        int connections,
        int mails,
        int octets,
        CancellationToken cancellationToken
    )
    {
        var began = Stopwatch.GetTimestamp();
        await Tool.SmtpSource.RunAsync(
            null,
            cancellationToken,
            "-d",
            "-s",
            Text(connections),
            "-m",
            Text(mails),
            "-l",
            Text(octets),
            "-f",
            BenchDigest.From,
            "-t",
            "reader@inbox.example",
            $"127.0.0.1:{Text(port)}"
        );
        return mails / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A pool of nodemailer, installed for the occasion: each mail is composed by it of both versions.</summary>
    internal sealed class Nodemailer : IDisposable
    {
        private readonly TemporaryDirectory folder = new();

        /// <exception cref="InvalidOperationException">It could not be installed.</exception>
        public static async Task<Nodemailer> InstallAsync(PersonalMail mail, CancellationToken cancellationToken)
        {
            var nodemailer = new Nodemailer();
            var path = nodemailer.folder.Path;
            await File.WriteAllTextAsync(Path.Combine(path, "package.json"), "{}", cancellationToken);
            await File.WriteAllTextAsync(
                Path.Combine(path, "mail.json"),
                JsonSerializer.Serialize(new { html = mail.Html, text = mail.Text }),
                cancellationToken
            );
            await Tool.Npm.RunAsync(path, cancellationToken, "install", "--no-audit", "--no-fund", "nodemailer@10");
            return nodemailer;
        }

        /// <returns>Mails a second, as it counts them itself after warming up.</returns>
        public async Task<double> MeasureAsync(
            int port,
            int connections,
            int mails,
            CancellationToken cancellationToken
        )
        {
            var script = Path.Combine(AppContext.BaseDirectory, "Mail", "nodemailer-pool.mjs");
            var printed = await Tool.Node.RunAsync(
                folder.Path,
                cancellationToken,
                script,
                folder.Path,
                Text(port),
                Text(connections),
                Text(mails)
            );
            return double.Parse(printed, CultureInfo.InvariantCulture);
        }

        public void Dispose() => folder.Dispose();
    }
}
