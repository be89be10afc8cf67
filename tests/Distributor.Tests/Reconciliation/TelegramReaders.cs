using System.Globalization;
using System.Reflection;
using Distributor.Testing.BotApi;

namespace Distributor.Tests.Reconciliation;

/// <summary>Five hundred chats; most meet one of the faults an emulated Bot API can do.</summary>
internal static class TelegramReaders
{
    private const int All = 500;
    private const long FirstPrivate = 100_000;
    private const long FirstGroup = -200_000;
    private const long FirstSupergroup = -1_000_000_300_000;

    private static readonly string[] GoneAtOnce =
    [
        nameof(BotApiErrors.BlockedByUser),
        nameof(BotApiErrors.UserDeactivated),
        nameof(BotApiErrors.CannotInitiate),
        nameof(BotApiErrors.BotChat),
        nameof(BotApiErrors.GroupDeleted),
        nameof(BotApiErrors.NeedAdministratorRights),
        nameof(BotApiErrors.NoWriteAccess),
        nameof(BotApiErrors.ChatWriteForbidden),
        nameof(BotApiErrors.ChatRestricted),
        nameof(BotApiErrors.ChatAdminRequired),
        nameof(BotApiErrors.ThreadNotFound),
        nameof(BotApiErrors.TopicClosed),
    ];

    /// <summary>They speak of the bot, not of the chat: nothing is counted against the message.</summary>
    private static readonly string[] OfTheBot =
    [
        nameof(BotApiErrors.Frozen),
        nameof(BotApiErrors.LoggedOut),
        nameof(BotApiErrors.Unauthorized),
        nameof(BotApiErrors.InvalidToken),
        nameof(BotApiErrors.NotFound),
        nameof(BotApiErrors.MethodNotFound),
        nameof(BotApiErrors.Misdirected),
    ];

    /// <summary>A chat that is not there is looked at twice.</summary>
    private static readonly string[] GoneAtSecond =
    [
        nameof(BotApiErrors.ChatNotFound),
        nameof(BotApiErrors.PrivateChatNotFound),
    ];

    /// <summary>Writes the script, and says who reads and how each must end.</summary>
    /// <param name="gate">Holds some answers until the test opens it.</param>
    public static List<Reader> Script(EmulatedBotApi api, FaultGate gate)
    {
        var readers = new List<Reader>();
        readers.AddRange(Groups(api));
        var next = FirstPrivate;
        foreach (var one in Faults(gate))
        {
            var chat = next++;
            api.Faults.Next(one.Fault, one.Times, chat: chat);
            readers.Add(new Reader(Text(chat), one.Words, one.Ending));
        }
        foreach (var (state, ending) in States())
        {
            var chat = next++;
            api.Chat(chat).State = state;
            readers.Add(new Reader(Text(chat), $"state {state}", ending));
        }
        while (readers.Count < All)
        {
            readers.Add(new Reader(Text(next++), "none", Ending.Once));
        }
        return readers;
    }

    private static IEnumerable<Meeting> Faults(FaultGate gate)
    {
        foreach (var (name, error) in Errors())
        {
            var fault = Fault.Answer(error);
            yield return new(name + " once", fault, 1, EndingOf(name, once: true));
            yield return new(name + " once", fault, 1, EndingOf(name, once: true));
            if (!OfTheBot.Contains(name))
            {
                yield return new(name + " always", fault, int.MaxValue, EndingOf(name, once: false));
                yield return new(name + " always", fault, int.MaxValue, EndingOf(name, once: false));
            }
        }
        for (var i = 0; i < 6; i++)
        {
            yield return new("429", Fault.Answer(BotApiErrors.TooManyRequests(1 + i * 20)), 1 + i, Ending.Once);
            yield return new("429, chat closed", Fault.ChatBan(3 + i), 1 + i, Ending.Once);
            yield return new("502 in HTML", Fault.Html(502), 1, Ending.Flagged);
            yield return new("504 in HTML, delivered", Fault.Html(504) with { IsDelivered = true }, 1, Ending.Flagged);
            yield return new("502 in HTML for ever", Fault.Html(502), int.MaxValue, Ending.Uncertain);
            yield return new("restart", Fault.Restart, 1, Ending.Flagged);
            yield return new("restart for ever", Fault.Restart, int.MaxValue, Ending.Uncertain);
            yield return new("closed before", Fault.CloseBeforeDelivery, 1, Ending.Flagged);
            yield return new("closed before, for ever", Fault.CloseBeforeDelivery, int.MaxValue, Ending.Uncertain);
            yield return new("accepted and dropped", Fault.AcceptAndDrop, 1, Ending.Flagged);
            yield return new("accepted and dropped for ever", Fault.AcceptAndDrop, int.MaxValue, Ending.Uncertain);
            yield return new("half an answer", Fault.HalfResponse, 1, Ending.Flagged);
            yield return new("half an answer twice", Fault.HalfResponse, 2, Ending.Uncertain);
            yield return new("answer held", Fault.Hold(gate), 1, Ending.Once);
            yield return new("request held", Fault.Hold(gate) with { IsDelivered = false }, 1, Ending.Once);
        }
        yield return new("429, bot closed", Fault.BotBan(20), 1, Ending.Once);
    }

    /// <summary>Every refusal the emulator knows, also those of other methods: whatever is answered, the row must end.</summary>
    private static IEnumerable<(string Name, BotApiError Error)> Errors() =>
        typeof(BotApiErrors)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(BotApiError))
            .Where(property => property.Name != nameof(BotApiErrors.Restart))
            .Select(property => (property.Name, (BotApiError)property.GetValue(null)!))
            .Append((nameof(BotApiErrors.CannotParseEntities), BotApiErrors.CannotParseEntities("unclosed tag")))
            .Append((nameof(BotApiErrors.ButtonUrlInvalid), BotApiErrors.ButtonUrlInvalid("http://x", "wrong host")))
            .Append((nameof(BotApiErrors.CannotParseButton), BotApiErrors.CannotParseButton("no text")))
            .Append((nameof(BotApiErrors.AlbumItem), BotApiErrors.AlbumItem(1, "WEBPAGE_MEDIA_EMPTY")));

    private static Ending EndingOf(string name, bool once) =>
        GoneAtOnce.Contains(name) ? Ending.Gone
        : GoneAtSecond.Contains(name) ? (once ? Ending.Once : Ending.Gone)
        : OfTheBot.Contains(name) ? Ending.Once
        : Ending.OnceOrFailed;

    private static IEnumerable<(ChatState, Ending)> States() =>
        Enumerable
            .Repeat(
                new[]
                {
                    (ChatState.BlockedByUser, Ending.Gone),
                    (ChatState.Deactivated, Ending.Gone),
                    (ChatState.NeverStarted, Ending.Gone),
                    (ChatState.NotFound, Ending.Gone),
                    (ChatState.BotChat, Ending.Gone),
                    (ChatState.NoRightsToSendPhotos, Ending.Once),
                },
                4
            )
            .SelectMany(states => states);

    /// <summary>Groups, a channel, forums with two topics, and groups that become supergroups.</summary>
    private static IEnumerable<Reader> Groups(EmulatedBotApi api)
    {
        var group = FirstGroup;
        foreach (
            var (state, ending) in new[]
            {
                (ChatState.Open, Ending.Once),
                (ChatState.BotKicked, Ending.Gone),
                (ChatState.NotAMember, Ending.Gone),
                (ChatState.GroupDeleted, Ending.Gone),
                (ChatState.NoRightsToSend, Ending.Gone),
            }
        )
        {
            api.AddGroup(--group).State = state;
            yield return new Reader(Text(group), $"group, {state}", ending);
        }
        var next = FirstSupergroup;
        api.AddChannel(--next).State = ChatState.NoRightsToSend;
        yield return new Reader(Text(next), "channel without rights", Ending.Gone);

        api.AddForum(--next, 11, 12).TopicClosed(11);
        yield return new Reader($"{Text(next)}/11", "topic closed", Ending.Gone);
        yield return new Reader($"{Text(next)}/12", "the topic beside it", Ending.Once);
        api.AddForum(--next, 11);
        yield return new Reader($"{Text(next)}/11", "the topic beside it", Ending.Once);
        yield return new Reader($"{Text(next)}/12", "topic missing", Ending.Gone);

        api.AddGroup(--group).MigrateTo(--next);
        yield return new Reader(Text(group), "became a supergroup", Ending.Once);
        api.AddGroup(--group).MigrateTo(--next);
        yield return new Reader(Text(group), "became a supergroup that is known", Ending.Suppressed);
        yield return new Reader(Text(next), "the supergroup", Ending.Once);
    }

    private static string Text(long chat) => chat.ToString(CultureInfo.InvariantCulture);

    private sealed record Meeting(string Words, Fault Fault, int Times, Ending Ending);
}
