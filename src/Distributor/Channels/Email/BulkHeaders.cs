using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace Distributor.Channels.Email;

/// <summary>The headers that tell mail programs and large receivers what kind of mail this is.</summary>
static class BulkHeaders
{
    /// <summary>The last field of Feedback-ID names the sender with 5-15 characters, the same in all mails.</summary>
    const string FeedbackSender = "distributor";

    const int MaxFeedbackFields = 3;

    public static void Add(HeaderList headers, EmailMessage message, MailboxAddress from)
    {
        headers[HeaderId.ContentLanguage] = message.Language;

        // RFC 3834 section 5: no vacation notice may answer this. Exchange has its own header for the same.
        headers[HeaderId.AutoSubmitted] = "auto-generated";
        headers["X-Auto-Response-Suppress"] = "OOF, AutoReply";

        foreach (var (field, value) in OfList(message, from))
        {
            AddUnfolded(headers, field, value);
        }
    }

    /// <summary>Those that differ from reader to reader; each is one line of ASCII.</summary>
    public static IEnumerable<(string Field, string Value)> OfList(EmailMessage message, MailboxAddress from)
    {
        if (message.UnsubscribeUrl is { } unsubscribe)
        {
            yield return ("Precedence", "bulk");

            // RFC 2369 section 2 and RFC 8058 section 3.1. Unfolded: some receivers look for the address on one line.
            yield return ("List-Unsubscribe", $"<{unsubscribe.AbsoluteUri}>");
            yield return ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        if (message.ListLabel is { } label)
        {
            // RFC 2919: a label under a domain of ours, so that nobody else can have the same list.
            var name = Encoding.ASCII.GetString(Rfc2047.EncodePhrase(Encoding.UTF8, from.Name ?? ""));
            var id = $"<{label}.digest.{EmailAddresses.AsciiDomain(from)}>";
            yield return ("List-Id", name.Length > 0 ? $"{name} {id}" : id);
        }

        if (message.FeedbackFields.Count > 0)
        {
            var fields = message.FeedbackFields.Take(MaxFeedbackFields).Select(HeaderText.FeedbackField);
            yield return ("Feedback-ID", string.Join(':', fields.Append(FeedbackSender)));
        }
    }

    static void AddUnfolded(HeaderList headers, string field, string value)
    {
        var header = new Header(field, "");
        header.SetRawValue(Encoding.ASCII.GetBytes($" {value}\r\n"));
        headers.Add(header);
    }
}
