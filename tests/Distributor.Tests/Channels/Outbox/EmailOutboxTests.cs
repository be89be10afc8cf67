using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Distributor.Delivery;
using Distributor.Testing;
using Distributor.Tests.Channels.Email;
using Xunit;

namespace Distributor.Tests.Channels.Outbox;

public sealed class EmailOutboxTests : IDisposable
{
    readonly OutboxHarness outbox = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => outbox.Dispose();

    [Fact]
    public async Task A_mail_lands_as_the_bytes_that_would_be_sent()
    {
        var outcome = await outbox.Email.SendAsync(Samples.Mail, Token);

        Assert.Equal(Outcome.Accepted("20261123T073000042Z-12-345-1.eml"), outcome);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(outbox.EmailFolder, outcome.ExternalId!), Token);
        Assert.Equal(MimeComposerTests.Bytes(MimeComposerTests.Compose(Samples.Mail, new())), bytes);
    }

    [Fact]
    public async Task A_mail_reads_back_as_it_was_rendered()
    {
        await outbox.Email.SendAsync(Samples.Mail with { Subject = "Grüße 🌉", Text = "Ça va?\n" }, Token);

        var mail = Assert.Single(OutboxReader.ReadMails(outbox.DataDirectory));
        Assert.Equal(("12-345-1", "reader@example.org", "Ada Reader"), (mail.DeliveryId, mail.To, mail.ToName));
        Assert.Equal("Grüße 🌉", mail.Subject);
        Assert.Equal("Ça va?\n", mail.Text.ReplaceLineEndings("\n"));
        Assert.Equal(Samples.Mail.Html, mail.Html.ReplaceLineEndings("\n"));
        Assert.Equal("12-345-1@distributor.invalid", mail.MessageId);
        Assert.Equal(["List-Unsubscribe=One-Click"], mail.Headers["list-unsubscribe-post"]);
    }

    [Fact]
    public async Task Another_mail_parser_finds_the_same_and_no_defects()
    {
        var message = Samples.Mail with
        {
            Subject = "Öffnung der Brücke – «endlich» 🌉 " + new string('x', 200),
            ToName = "Zoë, \"Z\" O'Neill",
            Text = "今日のニュース\n" + new string('y', 2000) + "\n",
            Html = "<p>Grüße = 1 < 2</p>\n.\n..\nFrom here\n",
        };
        var outcome = await outbox.Email.SendAsync(message, Token);

        var parsed = await ParseWithPythonAsync(Path.Combine(outbox.EmailFolder, outcome.ExternalId!));

        Assert.Equal(message.Subject, parsed.GetProperty("subject").GetString());
        Assert.Equal(message.ToName, parsed.GetProperty("name").GetString());
        Assert.Equal(message.To, parsed.GetProperty("to").GetString());
        Assert.Equal(message.Text, parsed.GetProperty("text").GetString());
        Assert.Equal(message.Html, parsed.GetProperty("html").GetString());
        Assert.Equal("multipart/alternative text/plain text/html", parsed.GetProperty("types").GetString());
        Assert.Equal(0, parsed.GetProperty("defects").GetInt32());
    }

    [Fact]
    public async Task A_mail_that_cannot_be_composed_fails_and_leaves_no_file()
    {
        var outcome = await outbox.Email.SendAsync(Samples.Mail with { To = "nobody" }, Token);

        Assert.Equal(DeliveryState.Failed, outcome.State);
        Assert.False(Directory.Exists(outbox.EmailFolder));
    }

    [Fact]
    public async Task A_hundred_mails_at_once_are_a_hundred_whole_files()
    {
        var sends = Enumerable
            .Range(1, 100)
            .Select(i =>
                outbox.Email.SendAsync(Samples.Mail with { DeliveryId = $"12-{i}-1", Subject = $"No. {i}" }, Token)
            );

        var outcomes = await Task.WhenAll(sends);

        Assert.All(outcomes, outcome => Assert.Equal(DeliveryState.Accepted, outcome.State));
        var mails = OutboxReader.ReadMails(outbox.DataDirectory);
        Assert.Equal(100, mails.Select(mail => mail.DeliveryId).Distinct().Count());
        Assert.All(mails, mail => Assert.Equal($"No. {mail.DeliveryId.Split('-')[1]}", mail.Subject));
        Assert.Equal(
            100,
            Directory.GetFiles(outbox.EmailFolder, "*", new EnumerationOptions { AttributesToSkip = 0 }).Length
        );
    }

    /// <summary>Python's e-mail package is the other parser: written by other people from the same RFCs.</summary>
    static async Task<JsonElement> ParseWithPythonAsync(string file)
    {
        const string Script = """
            import email, email.policy, json, sys
            message = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.SMTP)
            parts = list(message.walk())
            to = message["To"].addresses[0]
            body = lambda kind: message.get_body((kind,)).get_content().replace("\r\n", "\n")
            print(json.dumps({
                "subject": message["Subject"], "name": to.display_name, "to": to.addr_spec,
                "text": body("plain"), "html": body("html"),
                "types": " ".join(part.get_content_type() for part in parts),
                "defects": sum(len(part.defects) + sum(len(v.defects) for v in part.values()) for part in parts),
            }))
            """;
        var start = new ProcessStartInfo("python3", ["-c", Script, file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var python = StartOrExplain(start);
        var errors = python.StandardError.ReadToEndAsync(Token);
        var output = await python.StandardOutput.ReadToEndAsync(Token);
        await python.WaitForExitAsync(Token);
        Assert.True(python.ExitCode == 0, await errors);
        return JsonDocument.Parse(output).RootElement;
    }

    static Process StartOrExplain(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException(
                "This test needs python3: run tests/run.sh, which installs it, or apt-get install python3",
                e
            );
        }
    }
}
