namespace Distributor.Channels.Telegram;

/// <summary>Tells that a message went out in a milder form than it was made in.</summary>
sealed partial class FallbackLog(ILogger<TelegramChannel> logger)
{
    public void Milder(TelegramFailure failure, string deliveryId)
    {
        switch (failure.Reaction)
        {
            case TelegramReaction.Plain:
                LogFormattingFallback(deliveryId);
                break;
            case TelegramReaction.NoButtons:
                LogKeyboardFallback(deliveryId);
                break;
            case TelegramReaction.FewerLinks:
                LogLinksDropped(deliveryId);
                break;
            default:
                LogMilder(deliveryId, failure.Reason);
                break;
        }
    }

    [LoggerMessage(
        5201,
        LogLevel.Warning,
        "formatting fallback: Telegram refused the marks of delivery {DeliveryId}; it goes out as plain text"
    )]
    private partial void LogFormattingFallback(string deliveryId);

    [LoggerMessage(
        5202,
        LogLevel.Warning,
        "keyboard fallback: Telegram refused a button of delivery {DeliveryId}; it goes out without buttons"
    )]
    private partial void LogKeyboardFallback(string deliveryId);

    [LoggerMessage(5203, LogLevel.Warning, "Delivery {DeliveryId} has too many links for Telegram; some are dropped")]
    private partial void LogLinksDropped(string deliveryId);

    [LoggerMessage(5204, LogLevel.Debug, "Delivery {DeliveryId} is sent in another form: {Reason}")]
    private partial void LogMilder(string deliveryId, string reason);

    [LoggerMessage(5205, LogLevel.Debug, "Delivery {DeliveryId} goes out without its picture, which cannot be had")]
    public partial void PhotoLeftOut(string deliveryId);
}
