using System.Globalization;
using Distributor.Bot.Chats;
using Distributor.Bot.Talking;
using Distributor.Subscribers.Preferences;

namespace Distributor.Bot.Commands;

/// <summary>What all screens do alike: change a wish, and show what holds now.</summary>
internal sealed class Screens(BotTalk talk, PreferenceService preferences)
{
    /// <summary>Says it; after a press the message pressed becomes it.</summary>
    public async Task ShowAsync(Visit visit, BotMessage message, CancellationToken cancellationToken)
    {
        if (visit.Pressed is { } pressed)
        {
            await talk.EditAsync(visit.Here, pressed.Id, message, cancellationToken);
            return;
        }
        await SayAsync(visit, message, cancellationToken);
    }

    /// <summary>Says it in a message of its own; in a group it answers what was said.</summary>
    public Task<int?> SayAsync(Visit visit, BotMessage message, CancellationToken cancellationToken) =>
        talk.SayAsync(
            visit.Here,
            visit.Here.IsGroup && visit.Message is { } said ? message with { ReplyTo = said.Id } : message,
            cancellationToken
        );

    /// <returns>The visit with what holds now.</returns>
    public async Task<Visit> ChangeAsync(Visit visit, WishChange change, CancellationToken cancellationToken) =>
        visit with
        {
            Wishes =
                await preferences.ChangeAsync(visit.Wishes!.AddressId, change, ChatRegister.By, cancellationToken)
                ?? visit.Wishes,
        };

    /// <summary>The wishes anew, and the words in what may be another language now.</summary>
    public async Task<Visit> AgainAsync(Visit visit, CancellationToken cancellationToken)
    {
        var wishes = await preferences.ReadAsync(visit.Wishes!.AddressId, cancellationToken);
        return visit with { Wishes = wishes, Words = new BotWords(wishes?.Language ?? visit.Words.Language) };
    }

    /// <summary>Two buttons in a row: more are too narrow to read on a phone.</summary>
    public static IReadOnlyList<IReadOnlyList<BotButton>> Pairs(IEnumerable<BotButton> buttons) =>
        [.. buttons.Chunk(2).Select(row => (IReadOnlyList<BotButton>)row)];

    /// <summary>A tick before what holds now.</summary>
    public static string Ticked(bool holds, string text) => holds ? "✓ " + text : text;

    public static long? Id(IReadOnlyList<string> said, int place) =>
        said.Count > place && long.TryParse(said[place], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    public static int? Number(IReadOnlyList<string> said, int place) =>
        said.Count > place && int.TryParse(said[place], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
