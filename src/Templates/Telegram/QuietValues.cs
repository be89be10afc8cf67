using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates.Telegram;

/// <summary>The lines of the summary of quiet hours.</summary>
internal static class QuietValues
{
    public static QuietText Of(QuietSummaryView view, int shown, WordList words) =>
        new()
        {
            Mark = Dress.Mark(words),
            Title = HeldWords.Title(view.Quiet, words),
            Held = HeldWords.Count(view.Held, view.From, view.Until, words),
            Topics =
            [
                .. view
                    .Shown.OrderBy(alert => alert.At)
                    .Take(shown)
                    .GroupBy(alert => alert.Topic)
                    .Select(topic => new QuietTopic(
                        Dress.Outside(CleanText.Cut(CleanText.Line(topic.Key), 60), words),
                        [.. topic.Select(alert => Item(alert, words))]
                    )),
            ],
            Tail = Tail(view, view.Held - shown, words),
        };

    static QuietItem Item(HeldAlert alert, WordList words)
    {
        var title = CleanText.Cut(CleanText.Line(alert.Title), 240);
        return new QuietItem(
            LocalDates.Clock(alert.At.TimeOfDay),
            Dress.Outside(title, words) with
            {
                Url = CleanStory.Link(alert.Url),
            }
        );
    }

    static string? Tail(QuietSummaryView view, int more, WordList words)
    {
        var counted = more > 0 ? WordList.Fill(words.Counted("quiet.more", more), ("n", $"{more}")) : null;
        var digest = view.DigestAt is { } at
            ? WordList.Fill(words["quiet.digest"], ("time", LocalDates.Clock(at)))
            : null;
        return (counted, digest) switch
        {
            (null, _) => digest,
            (_, null) => counted,
            _ => $"{counted} {digest}",
        };
    }
}
