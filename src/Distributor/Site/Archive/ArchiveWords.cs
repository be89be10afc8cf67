using System.Globalization;
using Distributor.Templates.Words;
using NodaTime;

namespace Distributor.Site.Archive;

/// <summary>Sentences of the archive with their slots filled.</summary>
internal static class ArchiveWords
{
    /// <summary>"12 stories", "over 1000 stories".</summary>
    public static string Stories(PageLanguage language, int stories) =>
        stories > ArchiveReader.MostCounted
            ? WordList.Fill(language["site.archive.manyStories"], ("n", Number(ArchiveReader.MostCounted)))
            : WordList.Fill(language.Words.Counted("stories", stories), ("n", Number(stories)));

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A sentence about a day, with the date as it stands inside one.</summary>
    public static string OfDay(PageLanguage language, string key, LocalDate day) =>
        WordList.Fill(language[key], ("date", language.Words.Dates.Within(day)));
}
