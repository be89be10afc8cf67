namespace Distributor.Testing.BotApi.Page;

/// <summary>The faults a person can choose on the page.</summary>
static class PageFault
{
    /// <param name="seconds">Of a wait.</param>
    /// <returns>Null for a word the page does not have.</returns>
    public static Fault? Named(string? name, int seconds) =>
        name switch
        {
            "429" => Fault.ChatBan(seconds),
            "429-bot" => Fault.BotBan(seconds),
            "502" => Fault.Html(502),
            "504" => Fault.Html(504),
            "restart" => Fault.Restart,
            "restart-delivered" => Fault.Restart with { IsDelivered = true },
            "drop" => Fault.AcceptAndDrop,
            "close" => Fault.CloseBeforeDelivery,
            "half" => Fault.HalfResponse,
            "delay" => Fault.DelayBy(TimeSpan.FromSeconds(seconds)),
            "unauthorized" => Fault.Answer(BotApiErrors.Unauthorized),
            "parse" => Fault.Answer(BotApiErrors.CannotParseEntities("Unexpected end tag at byte offset 0")),
            "photo" => Fault.Answer(BotApiErrors.CannotGetUrl),
            _ => null,
        };
}
