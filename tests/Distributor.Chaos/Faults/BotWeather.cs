using System.Globalization;
using Distributor.Testing.BotApi;
using Distributor.Testing.Processes;

namespace Distributor.Chaos.Faults;

/// <summary>What the Bot API does wrong: prepared for the next messages, whoever they are for.</summary>
public sealed class BotWeather(EmulatedBotApi server, FaultLog log, Random random, int readers, bool hasLongWaits)
{
    private const string Method = "sendMessage";

    /// <summary>What the whole bot waits, it does not send.</summary>
    private const int MostSecondsOfAll = 10;

    private FaultGate gate = new();

    /// <summary>Prepares a fault or two; now and then somebody blocks the bot.</summary>
    /// <param name="isEarly">There is time enough for waits of a minute.</param>
    public void Change(bool isEarly)
    {
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            var isLong = hasLongWaits && isEarly;
            var kinds = Kinds(isLong ? random.Next(10, 60) : random.Next(1, 4));
            var kind = kinds[random.Next(kinds.Length)];
            // Long waits of three chats at once would be taken for a wait of the bot, and a storm of those is a calm.
            Arm(kind, isLong && kind.IsWait ? 1 : random.Next(1, 4));
        }
        if (random.Next(4) == 0)
        {
            Block(Readership.ChatsAfter + 1 + random.Next(readers));
        }
    }

    /// <inheritdoc cref="SmtpWeather.Hold"/>
    public void Hold(int messages)
    {
        gate = new FaultGate();
        server.Faults.Next(Fault.Hold(gate), messages, Method);
    }

    public void Release() => gate.Open();

    /// <summary>All goes well from now on; who blocked the bot has blocked it.</summary>
    public void Clear()
    {
        server.Faults.Clear();
        gate.Open();
    }

    /// <param name="seconds">Of the waits that a 429 asks for.</param>
    private static Kind[] Kinds(int seconds) =>
        [
            new(Fault.ChatBan(seconds), "429, chat closed", Meaning.Later, IsWait: true),
            new(Fault.BotBan(Math.Min(seconds, MostSecondsOfAll)), "429, bot closed", Meaning.Later, IsWait: true),
            new(Fault.Answer(BotApiErrors.TooManyRequests(seconds)), "429", Meaning.Later, IsWait: true),
            new(Fault.Restart, "500", Meaning.OpenLost),
            new(Fault.Html(502), "502 in HTML", Meaning.OpenLost),
            new(Fault.Html(502) with { IsDelivered = true }, "502 in HTML, delivered", Meaning.OpenTaken),
            new(Fault.CloseBeforeDelivery, "closed before delivery", Meaning.OpenLost),
            new(Fault.AcceptAndDrop, "closed after delivery", Meaning.OpenTaken),
            new(Fault.HalfResponse, "half an answer", Meaning.OpenTaken),
            new(Fault.DelayBy(TimeSpan.FromSeconds(2)), "late answer", Meaning.Later),
        ];

    private void Arm(Kind kind, int times)
    {
        log.Arm("Bot API: " + kind.Words, times);
        server.Faults.Next(
            kind.Fault,
            times,
            Method,
            when: call => call["chat_id"] is not { } chat || log.Meet(chat, kind.Meaning)
        );
    }

    private void Block(long chat)
    {
        log.Arm("Bot API: blocked by a reader", 1);
        // Noted first: the next message may meet it at once.
        log.Meet(chat.ToString(CultureInfo.InvariantCulture), Meaning.Gone);
        server.Chat(chat).State = ChatState.BlockedByUser;
    }

    private sealed record Kind(Fault Fault, string Words, Meaning Meaning, bool IsWait = false);
}
