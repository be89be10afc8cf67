namespace Distributor.Testing.BotApi;

/// <summary>
/// One way a call goes wrong. <see cref="IsDelivered"/> says whether the method is carried out all the same, which a caller cannot
/// see: change it with <c>with { IsDelivered = true }</c>.
/// </summary>
public sealed record Fault
{
    Fault() { }

    /// <summary>The connection is closed without a word; the message does not arrive.</summary>
    public static Fault CloseBeforeDelivery { get; } = new() { Kind = FaultKind.Close };

    /// <summary>The message arrives, then the connection is closed without a word.</summary>
    public static Fault AcceptAndDrop { get; } = new() { Kind = FaultKind.Close, IsDelivered = true };

    /// <summary>The message arrives, and half of the answer.</summary>
    public static Fault HalfResponse { get; } = new() { Kind = FaultKind.Half, IsDelivered = true };

    /// <summary>500 <c>restart</c>: the server closes. Not delivered.</summary>
    public static Fault Restart { get; } = Answer(BotApiErrors.Restart);

    /// <summary>True when the method is carried out.</summary>
    public bool IsDelivered { get; init; }

    internal FaultKind Kind { get; private init; }

    internal BotApiError? Error { get; private init; }

    internal int HtmlStatus { get; private init; }

    internal FaultGate? Gate { get; private init; }

    internal TimeSpan Delay { get; private init; }

    /// <summary>An error of <see cref="BotApiErrors"/>. A 429 said this way starts no ban; see <see cref="ChatBan"/>.</summary>
    public static Fault Answer(BotApiError error) => new() { Kind = FaultKind.Answer, Error = error };

    /// <summary>A page of the proxy in front of the server, 502 or 504. Not delivered.</summary>
    public static Fault Html(int status) => new() { Kind = FaultKind.Html, HtmlStatus = status };

    /// <summary>429, and the chat of the call is closed so long: requests before that count as inside a ban.</summary>
    public static Fault ChatBan(int seconds) =>
        new() { Kind = FaultKind.ChatBan, Error = BotApiErrors.TooManyRequests(seconds) };

    /// <summary>429, and the whole bot is closed so long.</summary>
    public static Fault BotBan(int seconds) =>
        new() { Kind = FaultKind.BotBan, Error = BotApiErrors.TooManyRequests(seconds) };

    /// <summary>The message arrives, and the answer when the test opens the gate. With <see cref="IsDelivered"/> false it arrives only then.</summary>
    public static Fault Hold(FaultGate gate) =>
        new()
        {
            Kind = FaultKind.Hold,
            Gate = gate,
            IsDelivered = true,
        };

    /// <summary>As <see cref="Hold"/>, for a time by the clock of the emulator.</summary>
    public static Fault DelayBy(TimeSpan delay) =>
        new()
        {
            Kind = FaultKind.Hold,
            Delay = delay,
            IsDelivered = true,
        };

    /// <summary>In a few words, for people.</summary>
    public override string ToString()
    {
        var what = Kind switch
        {
            FaultKind.Html => $"HTML {HtmlStatus}",
            FaultKind.Close => "connection closed",
            FaultKind.Half => "half an answer",
            FaultKind.Hold => Gate is null ? $"answer after {Delay.TotalSeconds} s" : "answer held",
            FaultKind.ChatBan => $"{Error!.Description}, chat closed",
            FaultKind.BotBan => $"{Error!.Description}, bot closed",
            _ => Error!.Description,
        };
        return IsDelivered ? what + " (delivered)" : what;
    }
}
