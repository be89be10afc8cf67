using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace Distributor.Site.Forms;

/// <summary>
/// Behind a proxy every form seems to come from the proxy: all readers would share one limit, and the proof of consent would name
/// the wrong machine. So a proxy on this machine, or one that <c>Site:Proxies</c> names, is believed what it says of the sender
/// (<c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c>), and nobody else is.
/// </summary>
public static class ProxyHeaders
{
    public static IServiceCollection AddProxyHeaders(this IServiceCollection services)
    {
        services
            .AddOptions<ForwardedHeadersOptions>()
            .Configure<IOptions<SiteOptions>>(
                (headers, site) =>
                {
                    // The scheme too: cookies of the dashboard are called and guarded otherwise under https.
                    headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                    // The last entry, which the proxy itself has written; those before it anybody may have sent.
                    headers.ForwardLimit = 1;
                    foreach (var network in Read(site.Value.Proxies)!)
                    {
                        headers.KnownIPNetworks.Add(network);
                    }
                }
            );
        return services;
    }

    /// <summary>Addresses and networks with commas between them; null when one is neither.</summary>
    internal static IReadOnlyList<IPNetwork>? Read(string proxies)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in proxies.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPAddress.TryParse(text, out var one))
            {
                networks.Add(new IPNetwork(one, one.GetAddressBytes().Length * 8));
            }
            else if (IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else
            {
                return null;
            }
        }
        return networks;
    }
}
