using System.Globalization;

namespace Distributor.Dashboard.Subscribers;

/// <summary>Languages of our words by their English names.</summary>
internal static class LanguageNames
{
    public static string Of(string tag) => CultureInfo.GetCultureInfo(tag).EnglishName;
}
