using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates.Mail;

/// <summary>Turns clean stories into the values of the HTML templates: breaks, directions, languages, unique link names.</summary>
internal sealed class HtmlDresser
{
    /// <summary>Width of the text column in CSS pixels.</summary>
    const int Column = 536;

    readonly WordList words;
    readonly LinkNames names = new();

    public HtmlDresser(WordList words, string publication)
    {
        this.words = words;
        // The foot and the nameplate have these names already.
        foreach (var taken in (string[])[publication, .. FootLinks()])
        {
            names.Unique(taken);
        }
    }

    public HtmlStory Story(CleanStory story, bool first = false, bool lead = false)
    {
        var alerted = story.AlertedWhen is not null;
        var title = story.Title;
        return new HtmlStory
        {
            Title = new Run(Breaks.Title(title))
            {
                Dir = words.Against(title),
                Url = story.Url,
                Label = story.Url is null ? null : names.Label(title, $"{story.Source}: {title}"),
            },
            TitleLanguage = story.TitleLanguage,
            Font = Type.Title(title, story.TitleLanguage, words.IsRtl),
            Summary = (first || lead) && story.Summary.Length > 0 ? Prose(story.Summary) : null,
            Meta = Meta(story),
            Also = story.Also.Count == 0 ? null : Also(story),
            Topic = lead ? Prose(story.Topic) : null,
            First = first,
            Alerted = alerted && !lead,
            Picture = lead && story.Picture is { } picture ? Picture(picture, story) : null,
        };
    }

    public HtmlTopic Topic(string name, IReadOnlyList<CleanStory> stories, int more, string? moreUrl) =>
        new()
        {
            Name = Prose(name),
            Stories =
            [
                .. stories.Select(
                    (story, i) =>
                        Story(story, first: i == 0 && story.AlertedWhen is null) with
                        {
                            Ends = i == stories.Count - 1 && more == 0,
                        }
                ),
            ],
            More = more == 0 ? null : MoreIn(name, more, moreUrl),
        };

    public HtmlLink? Rest(int more, string? url) =>
        more == 0 ? null : More(WordList.FillRuns(words.Counted("more", more), ("n", [$"{more}"])), url);

    public HtmlLink? More(IReadOnlyList<Run> runs, string? url)
    {
        if (url is null)
        {
            return null;
        }

        var visible = string.Concat(runs.Select(run => run.Text));
        return new HtmlLink(runs, url, names.Label(visible, visible));
    }

    HtmlLink? MoreIn(string topic, int more, string? url) =>
        More(WordList.FillRuns(words.Counted("moreIn", more), ("n", [$"{more}"]), ("topic", [Prose(topic)])), url);

    public Run Prose(string text) => new(Breaks.Soft(text)) { Dir = words.Against(text) };

    public Run Name(string name) => new(Breaks.Name(name)) { Dir = words.Against(name) };

    List<Run> Meta(CleanStory story)
    {
        var meta = new List<Run>();
        if (story.AlertedWhen is { } alerted)
        {
            meta.Add($"✓ {WordList.Fill(words["alerted"], ("when", alerted))} · ");
        }

        meta.Add(Name(story.Source));
        if (story.When is { } when && story.AlertedWhen is null)
        {
            meta.Add($" · {when}");
        }

        if (story.InLanguage is { } language)
        {
            meta.Add(" · ");
            meta.Add(Prose(language));
        }

        return meta;
    }

    IReadOnlyList<Run> Also(CleanStory story)
    {
        var links = story.Also.Select(other =>
            Name(other.Name) with
            {
                Url = other.Url,
                Label = other.Url is null ? null : names.Unique($"{other.Name}: {story.Title}"),
            }
        );
        var key = story.AlsoMore > 0 ? words.Counted("alsoAtMore", story.AlsoMore) : words["alsoAt"];
        // "A, B and 2 more" has its "and" in the sentence; "A and B" in the list.
        return WordList.FillRuns(
            key,
            ("sources", story.AlsoMore > 0 ? words.Row([.. links]) : words.Join([.. links])),
            ("n", [$"{story.AlsoMore}"])
        );
    }

    HtmlPicture Picture(PictureView picture, CleanStory story)
    {
        var alt = CleanText.Cut(CleanText.Line(picture.Alt), 200);
        // An undescribed picture would be a link without a name, so it is none.
        var url = alt.Length > 0 && names.Label(alt, alt) is null ? story.Url : null;
        var height = (int)Math.Round(Column * (double)picture.Height / picture.Width);
        return new HtmlPicture(CleanStory.Link(picture.Url)!, Column, height, alt, url);
    }

    string[] FootLinks() => [words["preferences"], words["pause"], words["web"], words["unsubscribe"]];
}
