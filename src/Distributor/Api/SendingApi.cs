using Distributor.Delivery;

namespace Distributor.Api;

/// <summary>The stop-everything switch over HTTP.</summary>
internal static class SendingApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet(
                "/sending",
                async (
                    SendingSwitch sending,
                    LaneTroubles troubles,
                    WarmUp warmUp,
                    CancellationToken cancellationToken
                ) =>
                    Show(await sending.ReadAsync(cancellationToken)) with
                    {
                        Waiting = [.. (await troubles.ReadAsync(cancellationToken)).Select(Show)],
                        WarmUp = Show(await warmUp.TodayAsync(cancellationToken)),
                    }
            )
            .WithSummary(
                "Says whether messages are being sent, since when, which roads wait and why, and which day of its warm-up a new sender of mail has."
            );
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

    private static WarmUpView? Show(WarmUpDay? day) =>
        day is null ? null : new WarmUpView(day.Day, day.Days, day.Messages);

    private static WaitingView Show(LaneTrouble trouble) =>
        new(trouble.Lane, trouble.Reason, trouble.Since?.ToDateTimeOffset(), trouble.Until?.ToDateTimeOffset());
}

/// <param name="State"><c>running</c> or <c>stopped</c>.</param>
/// <param name="Since">Null when it was never changed.</param>
public sealed record SendingView(string State, DateTimeOffset? Since, string? By)
{
    /// <summary>Roads on which nothing moves now; null in the answer to a stop or resume.</summary>
    public IReadOnlyList<WaitingView>? Waiting { get; init; }

    /// <summary>While the sender of mail is new (<c>Smtp:WarmUp</c>); else null.</summary>
    public WarmUpView? WarmUp { get; init; }
}

/// <param name="Day">Counted from 1.</param>
/// <param name="MessagesToday">The most mails that leave today.</param>
public sealed record WarmUpView(int Day, int Days, int MessagesToday);

/// <param name="Lane"><c>telegram</c>, <c>email</c> for the SMTP account, <c>email:google</c> for a receiver.</param>
/// <param name="Until">It is tried again then.</param>
public sealed record WaitingView(string Lane, string Reason, DateTimeOffset? Since, DateTimeOffset? Until);
