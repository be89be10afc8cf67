using Distributor.Subscribers;
using Distributor.Templates.Words;
using Microsoft.Extensions.Options;

namespace Distributor.Site;

/// <summary>
/// The language a page speaks: that of <c>?lang=</c>, else the first the browser asks for that our words exist in, else
/// <c>Site:Language</c>. Nothing is remembered, so links on the page carry the choice on.
/// </summary>
/// <param name="Tag">One of <see cref="WordLanguages.All"/>.</param>
/// <param name="IsChosen">By <c>?lang=</c>; then <see cref="Link"/> adds it to every address.</param>
public sealed record PageLanguage(string Tag, bool IsChosen = false)
{
    public const string Query = "lang";

    /// <summary>More entries than this no browser sends.</summary>
    private const int MostAccepted = 20;

    public WordList Words => WordList.For(Tag);

    /// <summary><c>ltr</c> or <c>rtl</c>.</summary>
    public string Direction => Words.IsRtl ? "rtl" : "ltr";

    public string this[string key] => Words[key];

    /// <summary>A language that is known already, as that of a reader's address; one we have no words for is English.</summary>
    public static PageLanguage For(string? tag) => new(WordList.For(tag).Language);

    public static PageLanguage Of(HttpContext context) =>
        WordLanguages.Find(context.Request.Query[Query].ToString()) is { } chosen ? new(chosen, IsChosen: true)
        : Accepted(context) is { } accepted ? new(accepted)
        : For(context.RequestServices.GetRequiredService<IOptions<SiteOptions>>().Value.Language);

    /// <summary>An address of ours that keeps a chosen language.</summary>
    public string Link(string path) =>
        IsChosen ? $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Query}={Tag}" : path;

    private static string? Accepted(HttpContext context) =>
        context
            .Request.GetTypedHeaders()
            .AcceptLanguage.Take(MostAccepted)
            .Where(accepted => accepted.Quality is null or > 0)
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(accepted => WordLanguages.Find(accepted.Value.ToString()))
            .FirstOrDefault(language => language is not null);
}
