using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Distributor.Demo;

/// <summary>Where the demo's pages are, known before the server starts because the messages link there.</summary>
/// <param name="Listen">As Kestrel takes it.</param>
/// <param name="Public">As a browser on this machine reaches it, without a slash at its end.</param>
public sealed record DemoAddress(string Listen, string Public)
{
    public const string Default = "http://localhost:5080";

    /// <param name="urls">One address; port 0 is any free port; null is <see cref="Default"/>.</param>
    /// <exception cref="InvalidDataException">It is no address to listen on.</exception>
    public static DemoAddress Of(string? urls)
    {
        var binding = Parse(urls ?? Default);
        var port = binding.Port == 0 ? FreePort() : binding.Port;
        var host = binding.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : binding.Host;
        return new DemoAddress(Url(binding.Host, port), Url(host, port));
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            var binding = BindingAddress.Parse(url);
            if (binding is { Scheme: "http", IsUnixPipe: false, IsNamedPipe: false, PathBase: "" })
            {
                return binding;
            }
        }
        catch (FormatException)
        {
            // Told below like every other address that does not fit.
        }
        throw new InvalidDataException($"--urls {url} is not one http address; an example: {Default}");
    }

    private static string Url(string host, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"http://{host}:{port}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
