namespace Distributor.Templates.Words;

/// <summary>Plural categories of whole numbers by the CLDR plural rules of our languages.</summary>
internal static class Plural
{
    public static string Category(string language, int n) =>
        language switch
        {
            "ar" => Arabic(n),
            "ru" => Russian(n),
            "es" => n == 1 ? "one"
            : n != 0 && n % 1_000_000 == 0 ? "many"
            : "other",
            _ => n == 1 ? "one" : "other",
        };

    /// <summary>Every category whole numbers of the language can fall in; a word that counts must have each.</summary>
    public static IReadOnlyList<string> Categories(string language) =>
        language switch
        {
            "ar" => ["zero", "one", "two", "few", "many", "other"],
            "ru" => ["one", "few", "many"],
            "es" => ["one", "many", "other"],
            _ => ["one", "other"],
        };

    static string Arabic(int n) =>
        (n, n % 100) switch
        {
            (0, _) => "zero",
            (1, _) => "one",
            (2, _) => "two",
            (_, >= 3 and <= 10) => "few",
            (_, >= 11) => "many",
            _ => "other",
        };

    static string Russian(int n) =>
        (n % 10, n % 100) switch
        {
            (1, not 11) => "one",
            (>= 2 and <= 4, not (>= 12 and <= 14)) => "few",
            _ => "many",
        };
}
