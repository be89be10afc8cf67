using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Telegram.Bot;

namespace Distributor.Channels.Telegram;

/// <summary>Wires the bot: one client a token, for the life of the process.</summary>
static class TelegramServices
{
    const string ClientName = "Telegram";

    /// <summary>Over quota the server may hold a call longer than a minute and still deliver.</summary>
    static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(90);

    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Less than <see cref="ConnectTimeout"/>, which then is left for the handshake of TLS.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Names are resolved again now and then, or a moved server would be missed for ever.</summary>
    static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Nothing is made before it is asked for, so that without a token nobody misses one. No retries and no resilience
    /// handler anywhere: a call that is made twice is two messages.
    /// </summary>
    public static IServiceCollection AddTelegramBot(this IServiceCollection services)
    {
        services
            .AddHttpClient(ClientName)
            // The token is part of every address, and the loggers write addresses.
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureHttpClient(client => client.Timeout = CallTimeout)
            .ConfigurePrimaryHttpMessageHandler(provider =>
                Handler(provider.GetRequiredService<IOptions<TelegramOptions>>().Value)
            );
        return services
            .AddSingleton<ITelegramBotClient>(provider => Client(provider, ClientName))
            .AddSingleton(Random.Shared)
            .AddSingleton<PhotoMemory>()
            .AddSingleton<TelegramChannel>();
    }

    /// <summary>
    /// A client beside the channel's, with connections of its own, so that neither waits for the other's.
    /// </summary>
    /// <param name="name">Its key among the services.</param>
    public static IServiceCollection AddTelegramClient(this IServiceCollection services, string name, TimeSpan timeout)
    {
        services
            .AddHttpClient(name)
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureHttpClient(client => client.Timeout = timeout)
            .ConfigurePrimaryHttpMessageHandler(provider =>
                Handler(provider.GetRequiredService<IOptions<TelegramOptions>>().Value)
            );
        return services.AddKeyedSingleton<ITelegramBotClient>(name, (provider, _) => Client(provider, name));
    }

    static SocketsHttpHandler Handler(TelegramOptions options) =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = ConnectAsync,
            MaxConnectionsPerServer = TelegramChannel.ParallelFor(options.MessagesPerSecond),
            PooledConnectionLifetime = ConnectionLifetime,
            // Traces would have the address with the token too.
            ActivityHeadersPropagator = null,
        };

    /// <summary>
    /// A connection that does not come about in time is one that was refused: nothing was sent. Left to the handler it would look
    /// like an answer that did not come.
    /// </summary>
    static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket
                .ConnectAsync(context.DnsEndPoint, cancellationToken)
                .AsTask()
                .WaitAsync(Patience, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (TimeoutException timeout)
        {
            socket.Dispose();
            throw new HttpRequestException(HttpRequestError.ConnectionError, "no connection in time", timeout);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static TelegramBotClient Client(IServiceProvider provider, string name)
    {
        var options = provider.GetRequiredService<IOptions<TelegramOptions>>().Value;
        return new(
            // With retries the library sleeps inside a call; the ledger knows better when to come back.
            new TelegramBotClientOptions(options.BotToken, options.ApiBaseUrl) { RetryThreshold = 0, RetryCount = 0 },
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(name)
        );
    }
}
