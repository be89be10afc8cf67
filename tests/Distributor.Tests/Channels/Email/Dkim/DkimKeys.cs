using System.Security.Cryptography;
using Distributor.Channels.Email.Dkim;
using Distributor.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace Distributor.Tests.Channels.Email.Dkim;

/// <summary>A fresh key in a file, the signer that uses it, and the public half as DNS would give it.</summary>
sealed class DkimKeys : IDkimPublicKeyLocator, IDisposable
{
    readonly TemporaryDirectory directory = new();
    readonly AsymmetricKeyParameter publicKey;

    DkimKeys(string pem, AsymmetricKeyParameter publicKey, string record)
    {
        File = Path.Combine(directory.Path, "dkim.pem");
        System.IO.File.WriteAllText(File, pem);
        this.publicKey = publicKey;
        Record = record;
        Signer = new MailSigner(
            Options.Create(
                new DkimOptions
                {
                    Domain = "news.example.org",
                    Selector = "s1",
                    PrivateKeyFile = File,
                }
            ),
            TimeProvider.System,
            NullLogger<MailSigner>.Instance
        );
    }

    public string File { get; }

    public MailSigner Signer { get; }

    /// <summary>The TXT record at <c>s1._domainkey.news.example.org</c>.</summary>
    public string Record { get; }

    public static DkimKeys Create(string kind) => kind == "rsa" ? Rsa() : Ed25519();

    public bool Verifies(MimeMessage message) =>
        new DkimVerifier(this).Verify(message, message.Headers[message.Headers.IndexOf(HeaderId.DkimSignature)]);

    public AsymmetricKeyParameter LocatePublicKey(
        string methods,
        string domain,
        string selector,
        CancellationToken cancellationToken = default
    ) =>
        (domain, selector) == ("news.example.org", "s1")
            ? publicKey
            : throw new InvalidOperationException($"No key of {selector} at {domain}.");

    public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
        string methods,
        string domain,
        string selector,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));

    public void Dispose() => directory.Dispose();

    static DkimKeys Rsa()
    {
        using var rsa = RSA.Create(2048);
        var record = $"v=DKIM1; k=rsa; p={Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())}";
        return new DkimKeys(rsa.ExportRSAPrivateKeyPem(), DotNetUtilities.GetRsaPublicKey(rsa), record);
    }

    static DkimKeys Ed25519()
    {
        var key = new Ed25519PrivateKeyParameters(new SecureRandom());
        var pem = PemEncoding.WriteString(
            "PRIVATE KEY",
            PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetDerEncoded()
        );
        var open = key.GeneratePublicKey();
        var record = $"v=DKIM1; k=ed25519; p={Convert.ToBase64String(open.GetEncoded())}";
        return new DkimKeys(pem, open, record);
    }
}
