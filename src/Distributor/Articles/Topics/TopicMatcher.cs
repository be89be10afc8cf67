namespace Distributor.Articles.Topics;

/// <summary>
/// Recognises the topic a category or section line means: by name, by alias, by the built-in section names, and last
/// by a slip of the finger (<c>Foriegn</c> is Foreign). Immutable; safe for concurrent calls.
/// </summary>
public sealed class TopicMatcher
{
    private const int LongestCategory = 80;

    private const int ShortestAliasWithSlips = 6;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Short synonyms (live is no slip for life) must be written right; topic names need not.</summary>
    private readonly Dictionary<string, string> _forgiven = new(StringComparer.Ordinal);

    /// <param name="known">The installation's own topics; they win over the built-in names, the earlier over the later.</param>
    public TopicMatcher(IEnumerable<KnownTopic> known)
    {
        var topics = known.ToArray();
        foreach (var topic in topics)
        {
            AddName(topic.Name);
        }
        foreach (var topic in topics)
        {
            AddAliases(topic, topic.Name);
        }
        foreach (var section in SectionNames.All)
        {
            // A topic of ours that has the name of a section, or one of its synonyms as alias, takes the whole section.
            AddAliases(section, AddName(section.Name));
        }
    }

    /// <summary>Knows the built-in section names only.</summary>
    public static TopicMatcher BuiltIn { get; } = new([]);

    /// <summary>The topic in our spelling, or null when the category means none of them for sure.</summary>
    public string? Match(string category)
    {
        if (category.Length > LongestCategory)
        {
            return null;
        }
        return MatchOne(category)
            ?? TopicWords.Parts(category).Select(MatchOne).FirstOrDefault(topic => topic is not null);
    }

    /// <summary>The topics of several categories, each once, in their order.</summary>
    public IReadOnlyList<string> MatchAll(IEnumerable<string> categories) =>
        [.. categories.Select(Match).OfType<string>().Distinct(StringComparer.Ordinal)];

    private string? MatchOne(string category)
    {
        var words = TopicWords.Normalize(category);
        return _names.TryGetValue(words, out var exact) ? exact : MatchTypo(words);
    }

    private string? MatchTypo(string words)
    {
        var allowed = AllowedSlips(words);
        if (allowed == 0 || SectionNames.FalseFriends.Contains(words))
        {
            return null;
        }
        var best = allowed + 1;
        string? topic = null;
        var unique = true;
        foreach (var (name, candidate) in _forgiven)
        {
            if (Math.Abs(name.Length - words.Length) > allowed || !StartsAlike(name, words))
            {
                continue;
            }
            var distance = TypingDistance.Between(words, name);
            if (distance > Math.Min(allowed, AllowedSlips(name)) || distance > best)
            {
                continue;
            }
            unique = distance < best || topic == candidate;
            topic = candidate;
            best = distance;
        }
        return unique ? topic : null;
    }

    /// <summary>Short words have too many neighbours that are words of their own.</summary>
    private static int AllowedSlips(string words) =>
        words.Length switch
        {
            < 4 => 0,
            < 6 => 1,
            _ => 2,
        };

    /// <summary>
    /// Fingers seldom miss the first letter, and most false friends differ in it: wealth, leather, gravel, prime.
    /// The first two may be swapped.
    /// </summary>
    private static bool StartsAlike(string name, string words) =>
        name[0] == words[0] || (name[0] == words[1] && name[1] == words[0]);

    /// <summary>Returns the topic that name stands for, which is an earlier one when the name was taken.</summary>
    private string AddName(string name)
    {
        var words = TopicWords.Normalize(name);
        if (words.Length == 0)
        {
            return name;
        }
        _names.TryAdd(words, name);
        _forgiven.TryAdd(words, _names[words]);
        return _names[words];
    }

    private void AddAliases(KnownTopic section, string topic)
    {
        foreach (var words in section.Aliases.Select(TopicWords.Normalize).Where(words => words.Length > 0))
        {
            if (_names.TryAdd(words, topic) && words.Length >= ShortestAliasWithSlips)
            {
                _forgiven.Add(words, topic);
            }
        }
    }
}
