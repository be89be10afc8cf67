using System.Globalization;
using Distributor.Channels;
using Distributor.Delivery.Buttons;
using Distributor.Delivery.Editions;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Templates;

namespace Distributor.Delivery.Sending;

/// <summary>Telegram messages of claimed rows, new ones and edits; all readers of an edition get the same text.</summary>
public sealed class TelegramComposer(EditionsOfRows editions, ButtonSeals seals, Database database)
    : IMessageComposer<TelegramMessage>
{
    public async Task<IReadOnlyList<Prepared<TelegramMessage>>> PrepareAsync(
        IReadOnlyList<ClaimedDelivery> rows,
        CancellationToken cancellationToken
    )
    {
        var overtaken = await OvertakenAsync(rows, cancellationToken);
        var prepared = new List<Prepared<TelegramMessage>>(rows.Count);
        foreach (var row in rows)
        {
            prepared.Add(
                overtaken.Contains(row.Key.RunId)
                    ? new(null, OutcomeTranslation.Suppressed(row, OvertakenEdits.Reason))
                    : await Prepared<TelegramMessage>.SafelyAsync(row, () => OneAsync(row, cancellationToken))
            );
        }
        return prepared;
    }

    private async Task<HashSet<long>> OvertakenAsync(
        IReadOnlyList<ClaimedDelivery> rows,
        CancellationToken cancellationToken
    )
    {
        var runs = rows.Where(row => row.RunKind == RunKind.Edit).Select(row => row.Key.RunId).Distinct().ToList();
        if (runs.Count == 0)
        {
            return [];
        }
        await using var db = database.CreateDbContext();
        return await OvertakenEdits.AmongAsync(db, runs, cancellationToken);
    }

    private async Task<Prepared<TelegramMessage>> OneAsync(ClaimedDelivery row, CancellationToken cancellationToken)
    {
        var (edition, instead) = await editions.FindAsync(row, cancellationToken);
        if (edition?.Rendered?.Telegram is not { } telegram)
        {
            return new Prepared<TelegramMessage>(null, instead);
        }
        var seal = await seals.OpenAsync(cancellationToken);
        return ChatAddress.TryParse(row.AddressValue, out var chat)
            ? new Prepared<TelegramMessage>(Message(row, chat.Value, edition, telegram, seal), null)
            : new Prepared<TelegramMessage>(null, OutcomeTranslation.Failed(row, "no chat id"));
    }

    private static TelegramMessage Message(
        ClaimedDelivery row,
        ChatAddress chat,
        FrozenEdition edition,
        RenderedTelegram telegram,
        ButtonSeal seal
    )
    {
        return new TelegramMessage
        {
            DeliveryId = row.Key.Id,
            ChatId = chat.ChatId,
            // Thread 1 is General, which the Bot API knows only as no thread at all.
            ThreadId = chat.ThreadId == 1 ? null : chat.ThreadId,
            Html = telegram.Html,
            Sent = Sent(row),
            // An edit's row names the message it changes; its edition has a photo when that message was sent with one.
            EditMessageId =
                row.RunKind == RunKind.Edit ? int.Parse(row.ExternalId!, CultureInfo.InvariantCulture) : null,
            Photo = edition.Rendered!.Photo,
            Buttons =
            [
                .. telegram
                    .Buttons.Select(button => Button(button, row, chat.ChatId, edition.Rendered, seal))
                    .OfType<Channels.TelegramButton>(),
            ],
            // A digest at breakfast should not ring; a second copy never should.
            Silent = edition.Layout == EditionDraft.Digest || row.MaybeDuplicate,
            MaybeDuplicate = row.MaybeDuplicate,
        };
    }

    /// <summary>
    /// The parts of a long text that went out before. An edit keeps the id of another message there, and an outbox the
    /// name of a file.
    /// </summary>
    private static List<int> Sent(ClaimedDelivery row)
    {
        if (row.RunKind == RunKind.Edit || row.ExternalId is not { } ids)
        {
            return [];
        }
        var sent = ids.Split(',')
            .Select(id =>
                int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
            )
            .ToList();
        return sent.Contains(0) ? [] : sent;
    }

    private static Channels.TelegramButton? Button(
        Templates.TelegramButton button,
        ClaimedDelivery row,
        long chatId,
        RenderedEdition rendered,
        ButtonSeal seal
    )
    {
        if (button.Url is { } url)
        {
            return new Channels.TelegramButton(button.Text, url);
        }
        var action = button.Action switch
        {
            ButtonAction.MuteTopic when rendered.TopicId is { } topic => AlertActions.Of(AlertActions.Mute, topic),
            ButtonAction.SaveStory when rendered.StoryId is { } story => AlertActions.Of(AlertActions.Save, story),
            ButtonAction.ShowAll => AlertActions.OfHeld(row.Key.RunId, 0),
            ButtonAction.QuietHours => AlertActions.Quiet + AlertActions.Beside,
            ButtonAction.Preferences => AlertActions.Settings + AlertActions.Beside,
            _ => null,
        };
        return action is null ? null : new Channels.TelegramButton(button.Text, null, seal.Sign(chatId, action));
    }
}
