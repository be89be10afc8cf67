using Distributor.Articles.Topics;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Site.Archive;

/// <summary>Addresses of the archive's pages: <c>/archive/2026-11-23/coast</c>.</summary>
public static class ArchiveAddress
{
    /// <summary>Years in which nothing was distributed are no days of an archive, and their edges no instants.</summary>
    private const int FirstYear = 1970;
    private const int LastYear = 9000;

    public static string Day(LocalDate day) => LocalDatePattern.Iso.Format(day);

    public static LocalDate? Parse(string day) =>
        LocalDatePattern.Iso.Parse(day) is { Success: true, Value: { Year: >= FirstYear and <= LastYear } date }
            ? date
            : null;

    public static string Of(LocalDate day) => $"/archive/{Day(day)}";

    /// <param name="slug">Of a topic; null for all stories of the day.</param>
    public static string Of(string day, string? slug) =>
        $"/archive/{day}/{Uri.EscapeDataString(slug ?? Topic.EverythingSlug)}";
}
