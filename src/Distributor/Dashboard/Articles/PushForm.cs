using Distributor.Articles.Desk;
using Distributor.Articles.Topics;
using Distributor.Delivery.Editions;
using Distributor.Sources.Pushing;
using Distributor.Templates.Text;

namespace Distributor.Dashboard.Articles;

/// <summary>The fields of an article being written by hand, as they were typed.</summary>
public sealed record PushForm
{
    /// <summary>Made with the empty form, so that a form sent twice is one article.</summary>
    public required string Guid { get; init; }
    public string Title { get; init; } = "";
    public string Lead { get; init; } = "";
    public string Body { get; init; } = "";

    /// <summary>The body is HTML; otherwise plain text, a paragraph a line.</summary>
    public bool IsHtml { get; init; }
    public string Url { get; init; } = "";
    public IReadOnlyList<string> Topics { get; init; } = [];
    public string Language { get; init; } = "";
    public string Image { get; init; } = "";
    public bool Breaking { get; init; }

    public static PushForm New(string language) =>
        new() { Guid = $"desk:{System.Guid.NewGuid():N}", Language = language };

    public static PushForm Of(IFormCollection form) =>
        new()
        {
            Guid = form["guid"].ToString(),
            Title = form["title"].ToString(),
            Lead = form["lead"].ToString(),
            Body = form["body"].ToString(),
            IsHtml = form["format"] == "html",
            Url = form["url"].ToString(),
            Topics = TopicNames.Chosen(form["topics"], form["more"]),
            Language = form["language"].ToString(),
            Image = form["image"].ToString(),
            Breaking = form["breaking"] == "true",
        };

    public static PushForm Of(Dossier dossier)
    {
        var text = dossier.Current;
        return new PushForm
        {
            Guid = dossier.Article.Guid ?? "",
            Title = text.Title,
            Lead = text.Lead,
            Body = text.OriginalHtml ?? text.Text,
            IsHtml = text.OriginalHtml is not null,
            Url = dossier.Article.Url ?? "",
            Topics = [.. dossier.Topics.Select(topic => topic.Name)],
            Language = text.Language ?? "",
            Image = text.ImageUrl ?? "",
            Breaking = dossier.Article.Breaking,
        };
    }

    public PushedArticle Pushed =>
        new()
        {
            Guid = Guid,
            Url = Url,
            Title = Title,
            Lead = Lead,
            Html = IsHtml ? Body : null,
            Text = IsHtml ? null : Body,
            Image = Image,
            Language = Language,
            Topics = Topics,
            Breaking = Breaking,
        };

    /// <summary>What of it an alert shows; the lead of one without is its first paragraph, once it is sent.</summary>
    public AlertDraft Draft =>
        new(
            CleanText.Line(Title) is { Length: > 0 } title ? title : "The headline",
            CleanText.Line(Lead.Length > 0 || IsHtml ? Lead : Body.TrimStart().Split('\n')[0]),
            Uri.TryCreate(Url.Trim(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null,
            Topics.Count > 0 ? Topics[0] : "",
            Language.Length > 0 ? Language : null,
            Breaking
        );
}
