using System.Security.Cryptography;
using System.Text;
using Distributor.Testing.Relay;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Security;
using Xunit;

namespace Distributor.Tests.Testing.Relay;

/// <summary>Both verifiers see what holds and what does not.</summary>
public sealed class DkimCheckTests
{
    private const string Name = "s1._domainkey.news.test";
    private static readonly HeaderId[] Signed = [HeaderId.From, HeaderId.Subject, HeaderId.MimeVersion];

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signature_of_RSA_holds_until_the_mail_is_changed()
    {
        using var rsa = RSA.Create(2048);
        var (key, record) = Keys(rsa);
        var signed = Sign(key, DkimSignatureAlgorithm.RsaSha256);
        var changed = Encoding.Latin1.GetBytes(
            Encoding.Latin1.GetString(signed).Replace("Text", "Test", StringComparison.Ordinal)
        );
        var check = new DkimCheck(new Dictionary<string, string> { [Name] = record });

        var verdicts = await check.VerifyAllAsync([signed, changed, "A: b\r\n\r\n"u8.ToArray()], Patience);

        Assert.True(verdicts[0].IsValid, verdicts[0].ToString());
        var signature = Assert.Single(verdicts[0].Signatures);
        Assert.Equal(("news.test", "s1", "rsa-sha256"), (signature.Domain, signature.Selector, signature.Algorithm));
        Assert.Equal(["from", "subject", "mime-version"], signature.SignedHeaders);
        Assert.Equal(2, Assert.Single(verdicts[1].Signatures).Problems.Count);
        Assert.False(verdicts[2].IsValid);
        Assert.Empty(verdicts[2].Signatures);
    }

    [Fact]
    public async Task A_signature_of_Ed25519_holds()
    {
        var key = new Ed25519PrivateKeyParameters(new SecureRandom());
        var record = "v=DKIM1; k=ed25519; p=" + Convert.ToBase64String(key.GeneratePublicKey().GetEncoded());
        var check = new DkimCheck(new Dictionary<string, string> { [Name] = record });

        var verdict = await check.VerifyAsync(Sign(key, DkimSignatureAlgorithm.Ed25519Sha256), Patience);

        Assert.True(verdict.IsValid, verdict.ToString());
    }

    [Fact]
    public async Task A_signature_whose_key_is_not_published_does_not_hold()
    {
        using var rsa = RSA.Create(2048);
        using var other = RSA.Create(2048);
        var signed = Sign(Keys(rsa).Key, DkimSignatureAlgorithm.RsaSha256);

        var none = await new DkimCheck(new Dictionary<string, string>()).VerifyAsync(signed, Patience);
        var wrong = await new DkimCheck(new Dictionary<string, string> { [Name] = Keys(other).Record }).VerifyAsync(
            signed,
            Patience
        );

        Assert.Equal(2, Assert.Single(none.Signatures).Problems.Count);
        Assert.Equal(2, Assert.Single(wrong.Signatures).Problems.Count);
    }

    private static (Org.BouncyCastle.Crypto.AsymmetricKeyParameter Key, string Record) Keys(RSA rsa)
    {
        using var reader = new PemReader(new StringReader(rsa.ExportRSAPrivateKeyPem()));
        var pair = (Org.BouncyCastle.Crypto.AsymmetricCipherKeyPair)reader.ReadObject();
        return (pair.Private, "v=DKIM1; k=rsa; p=" + Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()));
    }

    private static byte[] Sign(Org.BouncyCastle.Crypto.AsymmetricKeyParameter key, DkimSignatureAlgorithm algorithm)
    {
        using var message = new MimeMessage();
        message.From.Add(new MailboxAddress("News", "news@news.test"));
        message.Subject = "Subject";
        message.MimeVersion = new Version(1, 0);
        message.Body = new TextPart("plain") { Text = "Text\r\n" };
        message.Prepare(EncodingConstraint.SevenBit);
        new DkimSigner(key, "news.test", "s1", algorithm)
        {
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
        }.Sign(message, Signed);
        using var stream = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        message.WriteTo(format, stream);
        return stream.ToArray();
    }
}
