using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Distributor.Demo;
using Distributor.Testing;
using Distributor.Testing.Telegram;
using Xunit;

namespace Distributor.Tests.Demo;

public sealed class DemoCommandTests
{
    [Fact]
    public async Task Demo_once_prints_articles_alerts_digests_and_files_and_sends_nothing_twice()
    {
        using var directory = new TemporaryDirectory();
        var data = Path.Combine(directory.Path, "demo");

        var first = await DemoProcess.RunAsync("--once", "--data", data);

        Assert.True(first.Exit == 0, first.Errors);
        Assert.Empty(first.Errors);
        Assert.Contains("Articles: 12 ingested", first.Output);
        Assert.Contains("Fire on the night ferry: all 212 passengers are safe  (breaking)", first.Output);
        Assert.Matches(@"alerts +Telegram +\d+ accepted", first.Output);
        Assert.Matches(@"digests +e-mail +\d+ accepted", first.Output);
        var mails = OutboxReader.ReadMails(data);
        var calls = OutboxReader.ReadCalls(data);
        Assert.NotEmpty(mails);
        Assert.NotEmpty(calls);
        Assert.All(mails, mail => Assert.Contains(mail.FileName, first.Output));
        Assert.All(calls, call => Assert.Contains(call.FileName, first.Output));

        Assert.All(mails, mail => Assert.NotEmpty(mail.Html));
        Assert.All(mails, mail => Assert.NotEmpty(mail.Text));
        Assert.DoesNotContain(mails, mail => mail.To == "paused@harbour.example");
        await AnotherParserFindsNoDefectAsync(Path.Combine(data, "outbox", "email"), mails.Count);
        Assert.All(
            calls,
            call => Assert.Null(TelegramHtml.CheckMessage(call.Html, call.ParseMode, call.Photo is not null).Error)
        );

        var again = await DemoProcess.RunAsync("--once", "--data", data);

        Assert.True(again.Exit == 0, again.Errors);
        Assert.Equal(mails.Select(mail => mail.FileName), OutboxReader.ReadMails(data).Select(mail => mail.FileName));
        Assert.Equal(calls.Select(call => call.FileName), OutboxReader.ReadCalls(data).Select(call => call.FileName));
    }

    [Fact]
    public async Task Demo_as_json_is_one_object_whose_counts_add_up()
    {
        using var directory = new TemporaryDirectory();

        var demo = await DemoProcess.RunAsync("--once", "--json", "--data", directory.Path);

        Assert.True(demo.Exit == 0, demo.Errors);
        using var json = JsonDocument.Parse(demo.Output);
        var runs = json.RootElement.GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(13, runs.Count);
        Assert.All(
            runs,
            run =>
                Assert.Equal(
                    run.GetProperty("rows").GetInt64(),
                    run.GetProperty("counts").GetProperty("all").GetInt64()
                )
        );
        var files =
            json.RootElement.GetProperty("mails").GetArrayLength()
            + json.RootElement.GetProperty("telegramMessages").GetArrayLength();
        Assert.Equal(files, runs.Sum(run => run.GetProperty("counts").GetProperty("accepted").GetInt64()));
    }

    [Fact]
    public async Task A_directory_with_something_else_in_it_is_refused_and_left_alone()
    {
        using var directory = new TemporaryDirectory();
        var mine = Path.Combine(directory.Path, "mine.txt");
        await File.WriteAllTextAsync(mine, "kept", TestContext.Current.CancellationToken);

        var demo = await DemoProcess.RunAsync("--once", "--data", directory.Path);

        Assert.Equal(1, demo.Exit);
        Assert.Empty(demo.Output);
        Assert.Equal(
            $"{directory.Path} was not made by `demo` and is not empty; name an empty or new directory with --data\n",
            demo.Errors
        );
        Assert.Equal([mine], Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_one_line_that_names_urls()
    {
        using var directory = new TemporaryDirectory();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://{taken.LocalEndpoint}";

        var demo = await DemoProcess.RunAsync("--data", directory.Path, "--urls", url);

        Assert.Equal(1, demo.Exit);
        Assert.Equal(
            $"{url} is in use by another program; choose another port: --urls http://localhost:5081\n",
            demo.Errors
        );
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://localhost:5080")]
    [InlineData("http://localhost:5080/path")]
    public void What_is_no_address_to_listen_on_is_refused_with_an_example(string urls)
    {
        var fault = Assert.Throws<InvalidDataException>(() => DemoAddress.Of(urls));

        Assert.Contains("an example: http://localhost:5080", fault.Message);
    }

    [Fact]
    public void Links_lead_to_this_machine_when_all_its_addresses_are_listened_on()
    {
        Assert.Equal(new DemoAddress("http://*:5091", "http://localhost:5091"), DemoAddress.Of("http://*:5091"));
        Assert.Equal("http://localhost:5091", DemoAddress.Of("http://0.0.0.0:5091").Public);
        Assert.DoesNotContain(":0", DemoAddress.Of("http://127.0.0.1:0").Listen);
    }

    /// <summary>Python's email package, which has its own idea of every RFC.</summary>
    private static async Task AnotherParserFindsNoDefectAsync(string folder, int count)
    {
        const string Script = """
            import email, email.policy, pathlib, sys
            read = 0
            for path in sorted(pathlib.Path(sys.argv[1]).glob('*.eml')):
                mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                for part in mail.walk():
                    assert not part.defects, (path.name, part.defects)
                    if not part.is_multipart():
                        part.get_content()
                for name, value in mail.items():
                    assert not value.defects, (path.name, name, value.defects)
                assert mail['subject'] and mail['to'] and mail['message-id'], path.name
                assert mail.get_body(('html',)) and mail.get_body(('plain',)), path.name
                read += 1
            print(read)
            """;
        using var python = Process.Start(
            new ProcessStartInfo("python3", ["-c", Script, folder])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = python.StandardOutput.ReadToEndAsync();
        var errors = await python.StandardError.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.True(python.ExitCode == 0, errors);
        Assert.Equal($"{count}\n", await output);
    }
}
