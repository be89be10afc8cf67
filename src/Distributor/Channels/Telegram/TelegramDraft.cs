using Distributor.Channels.Telegram.Texts;

namespace Distributor.Channels.Telegram;

/// <summary>
/// What a call is made of. When the server refuses it for its form, a milder one is tried, each with less than the one
/// before, so that trying ends.
/// </summary>
sealed record TelegramDraft
{
    /// <summary>The first retry keeps this much of the links, the second none.</summary>
    const int FewLinks = TelegramSplitter.MaxEntityBytes / 2;

    public required TelegramMessage Message { get; init; }

    /// <summary>The whole text, or the part of it that is due.</summary>
    public required string Text { get; init; }

    /// <summary>False when the text has no marks, and is what readers see.</summary>
    public bool IsHtml { get; init; } = true;

    public IReadOnlyList<TelegramButton> Buttons { get; init; } = [];

    /// <summary>Without a picture, or none of its ways worked.</summary>
    public bool HasPhoto { get; init; }

    /// <summary>An edit of a caption, not of a text.</summary>
    public bool EditsCaption { get; init; }

    bool HasSwitchedEdit { get; init; }

    int LinkBytes { get; init; } = int.MaxValue;

    /// <returns>Null when nothing milder is left.</returns>
    public TelegramDraft? Milder(TelegramReaction reaction) =>
        reaction switch
        {
            TelegramReaction.Plain when IsHtml => AsPlain(),
            TelegramReaction.NoButtons when Buttons.Count > 0 => this with { Buttons = [] },
            TelegramReaction.FewerLinks when IsHtml => WithFewerLinks(),
            TelegramReaction.NoPhoto or TelegramReaction.NoPhotoRight when HasPhoto => this with { HasPhoto = false },
            TelegramReaction.OtherEdit when !HasSwitchedEdit => this with
            {
                EditsCaption = !EditsCaption,
                HasSwitchedEdit = true,
            },
            _ => null,
        };

    TelegramDraft AsPlain() => this with { Text = TelegramTextReader.Read(Text).Text, IsHtml = false };

    TelegramDraft WithFewerLinks()
    {
        if (LinkBytes == 0)
        {
            return AsPlain();
        }
        var bytes = LinkBytes > FewLinks ? FewLinks : 0;
        var text = TelegramTextReader.Read(Text).WithLinksWithin(bytes);
        return this with { Text = TelegramTextWriter.Write(text, 0, text.Text.Length).Html, LinkBytes = bytes };
    }
}
