using System.Globalization;
using System.Net.Http.Json;

namespace Distributor.Testing.BotApi;

/// <summary>
/// Posts updates to a webhook: those of one chat one after the other, different chats side by side, each again and again
/// until the answer is 2xx. The wait doubles up to a minute; <c>Retry-After</c> is honoured up to an hour.
/// </summary>
sealed class WebhookSender(BotWorld world, Webhook webhook)
{
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    static readonly TimeSpan LongestAskedWait = TimeSpan.FromSeconds(3600);

    readonly HashSet<long> busy = [];

    public async Task RunAsync()
    {
        var stop = webhook.Stop.Token;
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        try
        {
            while (true)
            {
                var change = world.Changes.Next;
                lock (world.Sync)
                {
                    foreach (var update in world.Updates.All)
                    {
                        if (busy.Count < webhook.MostConnections && busy.Add(update.ChatId))
                        {
                            _ = DeliverAsync(http, update, stop);
                        }
                    }
                }
                await change.WaitAsync(stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The webhook is no more.
        }
    }

    async Task DeliverAsync(HttpClient http, PendingUpdate update, CancellationToken stop)
    {
        // Never inside the lock of the one who started it.
        await Task.Yield();
        try
        {
            var wait = TimeSpan.FromSeconds(1);
            while (true)
            {
                var (isTaken, asked) = await PostAsync(http, update, stop);
                if (isTaken)
                {
                    break;
                }
                await Task.Delay(asked ?? wait, world.Time, stop);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
            lock (world.Sync)
            {
                world.Updates.Remove(update);
                busy.Remove(update.ChatId);
            }
            world.Changed();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The webhook is no more; the update stays for the next one.
        }
    }

    async Task<(bool IsTaken, TimeSpan? Wait)> PostAsync(HttpClient http, PendingUpdate update, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url)
        {
            Content = JsonContent.Create(update.ToJson()),
        };
        if (webhook.Secret is not null)
        {
            request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", webhook.Secret);
        }
        try
        {
            using var response = await http.SendAsync(request, stop);
            if (response.IsSuccessStatusCode)
            {
                return (true, null);
            }
            var status = (int)response.StatusCode;
            Failed(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Wrong response from the webhook: {status} {response.ReasonPhrase}"
                )
            );
            var asked = response.Headers.RetryAfter?.Delta;
            return (
                false,
                asked < LongestAskedWait ? asked
                : asked is null ? null
                : LongestAskedWait
            );
        }
        catch (HttpRequestException)
        {
            Failed("Connection refused");
            return (false, null);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            Failed("Read timeout expired");
            return (false, null);
        }
    }

    void Failed(string message)
    {
        lock (world.Sync)
        {
            webhook.LastError = message;
            webhook.LastErrorAt = world.Time.GetUtcNow();
        }
        world.Changed();
    }
}
