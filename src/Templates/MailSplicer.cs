using Distributor.Templates.Engine;
using Distributor.Templates.Mail;
using Distributor.Templates.Words;

namespace Distributor.Templates;

/// <summary>
/// Makes one reader's mail from a shared one. The shared bodies are divided at their placeholders once; a reader costs the
/// values that go there. Immutable and safe for concurrent calls: keep one per edition while it is sent.
/// </summary>
public sealed class MailSplicer(RenderedMail mail)
{
    readonly FootWordsOfReaders words = new(mail.Date, WordList.For(mail.Language));

    /// <summary>The HTML body, divided where the values of <see cref="ValuesFor"/> belong.</summary>
    public Segments Html { get; } = new(mail.Html);

    /// <summary>The text body, likewise.</summary>
    public Segments Text { get; } = new(mail.Text);

    /// <summary>The mail of one reader. Values are escaped for the HTML and wrapped for the text; addresses that are not
    /// absolute http or https throw <see cref="ArgumentException"/>, since a mail without a way out must not go.</summary>
    public PersonalMail For(PersonalParts reader)
    {
        var values = ValuesFor(reader);
        return new PersonalMail(Html.Join(values.Html), Text.Join(values.Text));
    }

    /// <summary>Only what the reader's mail has in place of the placeholders; the rest can be kept encoded.</summary>
    /// <inheritdoc cref="For"/>
    public PersonalValues ValuesFor(PersonalParts reader)
    {
        var foot = words.For(reader);
        var links = new PersonalLinks(
            Address(reader.PreferencesUrl),
            Address(reader.PauseUrl),
            Address(reader.WebUrl),
            Address(reader.UnsubscribeUrl)
        );
        return new PersonalValues(
            Html.Fill(slot =>
                slot switch
                {
                    Slots.Reason => foot.ReasonHtml,
                    Slots.Closing => foot.ClosingHtml,
                    _ => MarkupEncoder.Escape(links[slot]),
                }
            ),
            Text.Fill(slot =>
                slot switch
                {
                    Slots.Reason => foot.ReasonText,
                    Slots.Closing => foot.ClosingText,
                    _ => links[slot],
                }
            )
        );
    }

    /// <summary>For a single mail; to many readers, keep the splicer.</summary>
    public static PersonalMail Personalise(RenderedMail mail, PersonalParts reader) =>
        new MailSplicer(mail).For(reader);

    static string Address(Uri url) =>
        url is { IsAbsoluteUri: true, Scheme: "http" or "https" }
            ? url.AbsoluteUri
            // The address itself holds the reader's token and must not reach a log.
            : throw new ArgumentException("A link of the foot must be absolute http or https.", nameof(url));

    sealed record PersonalLinks(string Preferences, string Pause, string Web, string Unsubscribe)
    {
        public string this[string slot] =>
            slot switch
            {
                Slots.Preferences => Preferences,
                Slots.Pause => Pause,
                Slots.Web => Web,
                Slots.Unsubscribe => Unsubscribe,
                _ => throw new InvalidOperationException($"The mail has an unknown placeholder '{slot[1..^1]}'."),
            };
    }
}
