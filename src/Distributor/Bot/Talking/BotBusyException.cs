namespace Distributor.Bot.Talking;

/// <summary>Telegram asked to wait longer than a worker should: the update is handled again after this.</summary>
internal sealed class BotBusyException(TimeSpan wait) : Exception("Telegram asks to wait.")
{
    public TimeSpan Wait => wait;
}
