using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace Distributor.Testing.Relay;

/// <summary>
/// Verifies DKIM signatures with two implementations that share no code: MimeKit, and dkimpy in a process of its own. Keys
/// are given, not looked up.
/// </summary>
/// <param name="records">The TXT records by their names, such as <c>s1._domainkey.example.org</c>.</param>
public sealed partial class DkimCheck(IReadOnlyDictionary<string, string> records)
{
    // The package belongs to this one, whatever other python3 comes first in the path.
    const string DebianPython = "/usr/bin/python3";

    /// <exception cref="InvalidOperationException">python3 or its module dkim (package python3-dkim) is missing.</exception>
    public async Task<DkimVerdict> VerifyAsync(
        ReadOnlyMemory<byte> mail,
        CancellationToken cancellationToken = default
    ) => (await VerifyAllAsync([mail], cancellationToken))[0];

    /// <summary>As one question to the other process, which takes its time to start.</summary>
    /// <exception cref="InvalidOperationException">python3 or its module dkim (package python3-dkim) is missing.</exception>
    public async Task<IReadOnlyList<DkimVerdict>> VerifyAllAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> mails,
        CancellationToken cancellationToken = default
    )
    {
        var others = await AskDkimpyAsync(mails, cancellationToken);
        var verdicts = new List<DkimVerdict>(mails.Count);
        foreach (var (mail, other) in mails.Zip(others))
        {
            verdicts.Add(await JudgeAsync(mail, other, cancellationToken));
        }
        return verdicts;
    }

    async Task<DkimVerdict> JudgeAsync(
        ReadOnlyMemory<byte> mail,
        IReadOnlyList<string> other,
        CancellationToken cancellationToken
    )
    {
        using var message = await MimeMessage.LoadAsync(new MemoryStream(mail.ToArray()), cancellationToken);
        var verifier = new DkimVerifier(new GivenKeys(records));
        var signatures = new List<DkimSignature>();
        var headers = message.Headers.Where(header => header.Id == HeaderId.DkimSignature).ToList();
        if (headers.Count != other.Count)
        {
            throw new InvalidOperationException(
                $"MimeKit sees {headers.Count} signatures and dkimpy {other.Count} in one mail."
            );
        }
        foreach (var (header, problem) in headers.Zip(other))
        {
            var problems = new List<string>();
            try
            {
                if (!await verifier.VerifyAsync(message, header, cancellationToken))
                {
                    problems.Add("MimeKit: the signature does not hold");
                }
            }
            catch (Exception e) when (e is FormatException or InvalidOperationException or CryptoException)
            {
                problems.Add($"MimeKit: {e.Message}");
            }
            if (problem.Length > 0)
            {
                problems.Add($"dkimpy: {problem}");
            }
            var tags = Tags(header.Value);
            signatures.Add(
                new DkimSignature(
                    tags.GetValueOrDefault("d", ""),
                    tags.GetValueOrDefault("s", ""),
                    tags.GetValueOrDefault("a", ""),
                    tags.GetValueOrDefault("h", "").ToLowerInvariant().Split(':'),
                    problems
                )
            );
        }
        return new DkimVerdict(signatures);
    }

    static Dictionary<string, string> Tags(string header) =>
        header
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(tag => tag.Split('=', 2))
            .Where(tag => tag.Length == 2)
            .ToDictionary(tag => tag[0].Trim(), tag => Spaces().Replace(tag[1], ""));

    async Task<IReadOnlyList<IReadOnlyList<string>>> AskDkimpyAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> mails,
        CancellationToken cancellationToken
    )
    {
        await using var resource = typeof(DkimCheck).Assembly.GetManifestResourceStream("dkim_check.py")!;
        using var script = new StreamReader(resource);
        var start = new ProcessStartInfo(File.Exists(DebianPython) ? DebianPython : "python3")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(await script.ReadToEndAsync(cancellationToken));
        using var python = Process.Start(start)!;
        var answer = python.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = python.StandardError.ReadToEndAsync(cancellationToken);
        var question = JsonSerializer.Serialize(
            new { keys = records, mails = mails.Select(mail => Convert.ToBase64String(mail.Span)) }
        );
        try
        {
            await python.StandardInput.WriteAsync(question.AsMemory(), cancellationToken);
            python.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; what it said tells why.
        }
        await python.WaitForExitAsync(cancellationToken);
        return python.ExitCode == 0
            ? JsonSerializer.Deserialize<List<List<string>>>(await answer)!
            : throw new InvalidOperationException(
                $"python3 with its module dkim (Debian: python3-dkim) is needed. It said: {await errors}"
            );
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    sealed class GivenKeys(IReadOnlyDictionary<string, string> records) : DkimPublicKeyLocatorBase
    {
        public override AsymmetricKeyParameter LocatePublicKey(
            string methods,
            string domain,
            string selector,
            CancellationToken cancellationToken = default
        ) =>
            records.TryGetValue($"{selector}._domainkey.{domain}", out var record)
                ? GetPublicKey(record)
                : throw new InvalidOperationException($"no key is known for {selector}._domainkey.{domain}");

        public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
            string methods,
            string domain,
            string selector,
            CancellationToken cancellationToken = default
        ) => Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }
}
