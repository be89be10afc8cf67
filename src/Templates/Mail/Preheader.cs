using System.Text;
using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates.Mail;

/// <summary>
/// The line a mailbox shows after the subject: the next headlines, so 90–130 real characters. Shorter ones let the client
/// fill up with whatever the mail begins with, and filler of invisible characters no longer works in Apple Mail.
/// </summary>
internal static class Preheader
{
    public const int Least = 90;
    public const int Most = 130;

    public static string Of(CleanStory lead, IEnumerable<CleanStory> next, string publication, WordList words) =>
        Of([.. next.Take(3).Select(story => story.Title), lead.Summary], publication, words);

    /// <summary>As many of the texts as are needed, and at last a sentence of ours.</summary>
    public static string Of(IReadOnlyList<string> texts, string publication, WordList words)
    {
        var line = new StringBuilder();
        var ours = WordList.Fill(words["preheader"], ("publication", CleanText.Cut(publication, 30)));
        foreach (var text in (string[])[.. texts, ours])
        {
            if (text.Length == 0 || CleanText.Length(line.ToString()) >= Least)
            {
                continue;
            }

            line.Append(line.Length > 0 ? " · " : "").Append(text);
        }

        // 8 for the punctuation a cut takes off.
        return CleanText.Cut(line.ToString(), Most, Least + 8);
    }
}
