using Distributor.Delivery;

namespace Distributor.Api;

/// <summary>The stop-everything switch over HTTP.</summary>
internal static class SendingApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet(
                "/sending",
                async (SendingSwitch sending, CancellationToken cancellationToken) =>
                    Show(await sending.ReadAsync(cancellationToken))
            )
            .WithSummary("Says whether messages are being sent, and since when.");
        api.MapPost(
                "/sending/stop",
                async (HttpContext context, SendingSwitch sending, CancellationToken cancellationToken) =>
                    Show(await sending.StopAsync(ApiServices.Actor(context), cancellationToken))
            )
            .WithSummary("Stops all sending within a second; nothing is lost.");
        api.MapPost(
                "/sending/resume",
                async (HttpContext context, SendingSwitch sending, CancellationToken cancellationToken) =>
                    Show(await sending.ResumeAsync(ApiServices.Actor(context), cancellationToken))
            )
            .WithSummary("Lets sending go on.");
    }

    private static SendingView Show(SendingState state) =>
        new(state.IsStopped ? "stopped" : "running", state.Since?.ToDateTimeOffset(), state.By);
}

/// <param name="State"><c>running</c> or <c>stopped</c>.</param>
/// <param name="Since">Null when it was never changed.</param>
public sealed record SendingView(string State, DateTimeOffset? Since, string? By);
