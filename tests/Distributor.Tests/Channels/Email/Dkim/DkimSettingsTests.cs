using System.Security.Cryptography;
using Distributor.Channels.Email.Dkim;
using Distributor.Testing;
using Distributor.Tests.House;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace Distributor.Tests.Channels.Email.Dkim;

public sealed class DkimSettingsTests : IDisposable
{
    readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Nothing_set_is_fine_and_signs_nothing() => Assert.Empty(Faults(new DkimOptions()));

    [Theory]
    [InlineData("rsa")]
    [InlineData("ed25519")]
    public void A_good_key_is_fine(string kind)
    {
        using var keys = DkimKeys.Create(kind);

        Assert.Empty(Faults(With(keys.File)));
    }

    [Fact]
    public void A_key_in_pkcs8_is_fine()
    {
        using var rsa = RSA.Create(2048);

        Assert.Empty(Faults(With(Write(rsa.ExportPkcs8PrivateKeyPem()))));
    }

    [Fact]
    public void Half_of_the_settings_is_a_fault() =>
        Assert.StartsWith(
            "Dkim:Domain, Dkim:Selector and Dkim:PrivateKeyFile are not all set",
            Assert.Single(Faults(new DkimOptions { Domain = "example.org" })),
            StringComparison.Ordinal
        );

    [Fact]
    public void Each_fault_is_named()
    {
        using var keys = DkimKeys.Create("ed25519");
        var options = new DkimOptions
        {
            Domain = "no domain",
            Selector = "a_b",
            PrivateKeyFile = keys.File,
        };

        Assert.Equal(
            [
                "Dkim:Domain is no domain; it must be a domain, e.g. example.org",
                "Dkim:Selector is a_b; it must be a label of a domain, e.g. news",
            ],
            Faults(options)
        );
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_fault() =>
        Assert.Equal(
            "Dkim:PrivateKeyFile is nowhere.pem; it must be a file that exists and that this process may read, e.g. /etc/distributor/dkim.pem",
            Assert.Single(Faults(With("nowhere.pem")))
        );

    [Fact]
    public void What_is_no_private_key_is_a_fault()
    {
        using var rsa = RSA.Create(2048);
        var locked = rsa.ExportEncryptedPkcs8PrivateKeyPem(
            "password",
            new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)
        );

        foreach (var text in new[] { "", "hello", rsa.ExportSubjectPublicKeyInfoPem(), locked })
        {
            var file = Write(text);
            Assert.Equal(
                $"Dkim:PrivateKeyFile is {file}; it must be a private key in PEM without a password, RSA or Ed25519, e.g. /etc/distributor/dkim.pem",
                Assert.Single(Faults(With(file)))
            );
        }
    }

    [Fact]
    public void A_key_that_verifiers_do_not_accept_is_a_fault()
    {
        using var rsa = RSA.Create(768);

        Assert.Contains(
            "it must be a key of at least 1024 bits, better 2048",
            Assert.Single(Faults(With(Write(rsa.ExportRSAPrivateKeyPem())))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_short_key_is_used_with_a_warning()
    {
        using var rsa = RSA.Create(1024);
        var options = With(Write(rsa.ExportRSAPrivateKeyPem()));
        using var logs = new CapturedLogs();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));

        Assert.Empty(Faults(options));
        _ = new MailSigner(Options.Create(options), TimeProvider.System, factory.CreateLogger<MailSigner>());

        Assert.Contains("1024 bits", Assert.Single(logs.Lines), StringComparison.Ordinal);
    }

    DkimOptions With(string file) =>
        new()
        {
            Domain = "example.org",
            Selector = "s1",
            PrivateKeyFile = file,
        };

    string Write(string text)
    {
        var file = Path.Combine(directory.Path, Path.GetRandomFileName());
        File.WriteAllText(file, text);
        return file;
    }

    static IEnumerable<string> Faults(DkimOptions options) =>
        new DkimOptionsValidator().Validate(null, options).Failures ?? [];
}
