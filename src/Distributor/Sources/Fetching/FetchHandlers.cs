using Microsoft.Security.AntiSSRF;

namespace Distributor.Sources.Fetching;

/// <summary>The ways out to the web: the guarded one, and the one that reaches private networks too.</summary>
internal static class FetchHandlers
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Names are resolved again now and then, or a moved server would be missed for ever.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    public static HttpMessageHandler Create(bool allowPrivateNetworks) => allowPrivateNetworks ? Open() : Guarded();

    /// <summary>
    /// Checks the address after the name was resolved and on every connection, so that neither a redirect nor a name
    /// that changes its address leads inside.
    /// </summary>
    private static AntiSSRFHandler Guarded()
    {
        // Plain http is what many feeds still have; X-Forwarded-For would tell them our own address.
        var policy = new AntiSSRFPolicy(PolicyConfigOptions.ExternalOnlyLatest)
        {
            AllowPlainTextHttp = true,
            AddXFFHeader = false,
        };
        var handler = policy.GetHandler();
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.ConnectTimeout = ConnectTimeout;
        handler.PooledConnectionLifetime = ConnectionLifetime;
        return handler;
    }

    private static SocketsHttpHandler Open() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
        };
}
