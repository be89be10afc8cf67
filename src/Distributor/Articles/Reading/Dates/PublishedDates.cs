using System.Globalization;
using NodaTime;

namespace Distributor.Articles.Reading.Dates;

/// <summary>Dates of pages and text files: ISO 8601 and what the invariant culture reads.</summary>
internal static class PublishedDates
{
    /// <summary>Null when unparsable; a date in the future becomes now, a date without zone is taken as UTC.</summary>
    public static Instant? Parse(string? text, IClock clock)
    {
        if (
            !DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces,
                out var date
            )
            || date.Year < 1990
        )
        {
            return null;
        }
        return Instant.Min(Instant.FromDateTimeOffset(date), clock.GetCurrentInstant());
    }
}
