using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Distributor.Testing.Smtp;

/// <summary>A certificate authority made for one test, and the server certificate it signed. Both live in memory.</summary>
public sealed class TestAuthority : IDisposable
{
    readonly X509Certificate2 _authority;

    /// <param name="name">The name the server certificate is for; a name such as localhost also covers 127.0.0.1.</param>
    public TestAuthority(string name = "localhost")
    {
        // A validity that no clock of a test contradicts: chains are judged by the machine's time.
        var from = DateTimeOffset.UtcNow.AddDays(-1);
        var until = from.AddYears(1);

        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Distributor test authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authority.PublicKey, false));
        _authority = authority.CreateSelfSigned(from, until);
        Certificate = X509CertificateLoader.LoadCertificate(_authority.RawData);

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest($"CN={name}", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (name == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }
        server.CertificateExtensions.Add(names.Build());
        server.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        server.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var signed = server.Create(_authority, from, until, RandomNumberGenerator.GetBytes(12));
        ServerCertificate = signed.CopyWithPrivateKey(serverKey);
    }

    /// <summary>What a client has to trust; it has no private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>With its private key.</summary>
    public X509Certificate2 ServerCertificate { get; }

    /// <summary>Trusts what this authority signed for the name the client asked for, and nothing else.</summary>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 server || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
        {
            return false;
        }
        using var ours = new X509Chain();
        ours.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        ours.ChainPolicy.CustomTrustStore.Add(Certificate);
        ours.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return ours.Build(server);
    }

    public void Dispose()
    {
        _authority.Dispose();
        Certificate.Dispose();
        ServerCertificate.Dispose();
    }
}
