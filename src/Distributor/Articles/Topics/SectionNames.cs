namespace Distributor.Articles.Topics;

/// <summary>
/// The sections newspapers commonly have. Foreign and World stay two topics although they overlap: readers get what
/// they chose by its name, and an installation joins them with an alias if it wants to.
/// </summary>
public static class SectionNames
{
    public static IReadOnlyList<KnownTopic> All { get; } =
    [
        Section("Foreign", "Foreign Affairs", "Foreign Policy", "From Abroad", "Abroad", "Overseas"),
        Section("World", "International", "Global", "Around the World", "World Affairs", "International Affairs"),
        Section("National", "Nation", "Domestic", "Homeland", "Country"),
        Section("Local", "Metro", "City", "Regional", "Region", "Community", "In Your Area"),
        Section("Politics", "Political", "Government", "Elections", "Parliament", "Policy"),
        Section("Business", "Companies", "Enterprise", "Industry", "Commerce", "Biz"),
        Section("Economy", "Economics", "Economic", "The Economy"),
        Section("Finance", "Financial", "Markets", "Money", "Banking", "Stock Market"),
        Section("Sport", "Sports", "Sporting"),
        Section("Football", "Soccer"),
        Section("Culture", "Cultural", "Arts and Culture"),
        Section("Arts", "Art", "Art and Design", "The Arts"),
        Section("Books", "Literature", "Book Reviews"),
        Section("Music"),
        Section("Film", "Movies", "Cinema"),
        Section("Media", "Press", "Journalism"),
        Section("Entertainment", "Showbiz", "Show Business", "Celebrity", "Celebrities", "TV and Radio", "Television"),
        Section("Lifestyle", "Life", "Life and Style", "Living", "Style"),
        Section("Fashion", "Beauty"),
        Section("Food", "Food and Drink", "Recipes", "Dining"),
        Section("Travel", "Tourism", "Travels"),
        Section("Health", "Healthcare", "Medicine", "Medical", "Wellness", "Wellbeing"),
        Section("Science", "Sciences", "Scientific", "Space"),
        Section("Technology", "Tech", "Technologies", "Digital", "Sci-Tech", "IT"),
        Section("Environment", "Environmental", "Nature"),
        Section("Climate", "Climate Change", "Climate Crisis"),
        Section("Energy", "Power and Energy", "Oil and Gas"),
        Section("Agriculture", "Farming", "Agribusiness"),
        Section("Education", "Schools", "Higher Education", "Campus"),
        Section("Religion", "Faith", "Belief"),
        Section("Society", "Social Affairs", "Social"),
        Section("Crime", "Courts", "Crime and Justice", "Police and Courts", "Law and Order"),
        Section("Law", "Legal", "Justice"),
        Section("Security", "Defence", "Defense", "Military"),
        Section("Transport", "Transportation", "Traffic", "Shipping"),
        Section("Property", "Real Estate", "Housing"),
        Section("Motoring", "Cars", "Automotive", "Autos"),
        Section("History", "Heritage"),
        Section("Weather", "Forecast", "Weather Forecast"),
        Section("Opinion", "Opinions", "Op-Ed", "Comment", "Commentary", "Viewpoint", "Columnists", "Columns"),
        Section("Editorial", "Editorials", "Leader", "Leading Article"),
        Section("Letters", "Letters to the Editor"),
        Section("Analysis", "In Depth", "Explainers", "Explained"),
        Section("Features", "Magazine", "Long Reads"),
        Section("Interviews"),
        Section("Investigations"),
        Section("Obituaries"),
        Section("Africa", "African"),
        Section("Americas", "North America", "Latin America", "South America"),
        Section("Asia", "Asian", "Asia Pacific", "South Asia", "East Asia"),
        Section("Europe", "European", "EU"),
        Section("Middle East", "Mideast"),
        Section("Oceania", "Pacific"),
    ];

    /// <summary>
    /// Words one slip of the finger away from a section that are words of their own; they are taken as written.
    /// </summary>
    internal static IReadOnlySet<string> FalseFriends { get; } =
        new HashSet<string>(
            [
                .. Words(
                    "word words wold spot spots spore heath heaths wealth stealth loyal focal vocal locale silence"
                ),
                .. Words("couture crimea grime whether leather feather travail trowel enemy synergy polite police"),
                .. Words("polities medial medal median mecca food mood moody monkey honey fool cloth fact flaw claw"),
                .. Words("clime marks marker bank film firm farm form faith fate bible books boots tents hack boos"),
                .. Words("notional rational foreigner foreigners busyness busy arid arms hearth death wreath"),
                .. Words("austria australia iran iraq niger nigeria mali bali slovakia slovenia zambia gambia"),
                .. Words("guinea guiana dominica georgia jordan"),
            ],
            StringComparer.Ordinal
        );

    private static KnownTopic Section(string name, params string[] aliases) => new(name, aliases);

    private static string[] Words(string words) => words.Split(' ');
}
