using Distributor.Templates.Engine;
using Distributor.Templates.Mail;
using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates;

/// <summary>
/// Makes one reader's mail from a shared one. The shared bodies are divided at their placeholders once; a reader costs two
/// concatenations. Immutable and safe for concurrent calls: keep one per edition while it is sent.
/// </summary>
public sealed class MailSplicer(RenderedMail mail)
{
    readonly WordList words = WordList.For(mail.Language);
    readonly Segments html = new(mail.Html);
    readonly Segments text = new(mail.Text);

    /// <summary>The mail of one reader. Values are escaped for the HTML and wrapped for the text; addresses that are not
    /// absolute http or https throw <see cref="ArgumentException"/>, since a mail without a way out must not go.</summary>
    public PersonalMail For(PersonalParts reader)
    {
        var reason = Reason.For(reader, words);
        var closing = Closing.For(reader, mail.Date, words);
        var links = new PersonalLinks(
            Address(reader.PreferencesUrl),
            Address(reader.PauseUrl),
            Address(reader.WebUrl),
            Address(reader.UnsubscribeUrl)
        );
        return new PersonalMail(
            html.Join(slot =>
                slot switch
                {
                    Slots.Reason => TemplateFiles.Html.Render("reason", reason),
                    Slots.Closing => MarkupEncoder.Escape(closing),
                    _ => MarkupEncoder.Escape(links[slot]),
                }
            ),
            text.Join(slot =>
                slot switch
                {
                    Slots.Reason => Wrap.Lines(string.Concat(reason.Select(run => run.Text))),
                    Slots.Closing => Wrap.Lines(closing),
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
