using Distributor.Dashboard.Shell;
using Microsoft.AspNetCore.Http.Extensions;
using NodaTime;

namespace Distributor.Tests.Dashboard.Shell;

/// <summary>120 people of the gallery's list, as its address asks for them.</summary>
public sealed record ListQuery(string? Q, string? State, int After, int? Open, Instant Now)
{
    private const int PageSize = 50;
    private static readonly string[] Names =
    [
        "Irina Tanaka",
        "Katya Jansen",
        "Anna Nakamura",
        "Paula Santos",
        "Boris Larsen",
        "Hugo Weber",
    ];
    private static readonly string[] Topics =
    [
        "Culture, Sport",
        "Europe, Climate",
        "Energy",
        "Health, Europe, Climate",
    ];

    public sealed record Person(
        int Id,
        string Email,
        string Name,
        bool Paused,
        string Topics,
        string Sent,
        Instant Since
    );

    private IEnumerable<Person> Matching =>
        Enumerable
            .Range(1, 120)
            .Select(i => new Person(
                i,
                $"{Names[i % 6].Split(' ')[0].ToLowerInvariant()}{i}@post.example.net",
                Names[i % 6],
                i % 7 == 0,
                Topics[i % 4],
                (i * 37).ToString("N0", System.Globalization.CultureInfo.InvariantCulture),
                Now.Minus(Duration.FromHours(i * 5))
            ))
            .Where(person => Q is null || person.Email.Contains(Q, StringComparison.OrdinalIgnoreCase))
            .Where(person => string.IsNullOrEmpty(State) || person.Paused == (State == "paused"));

    public int Found => Matching.Count();

    public IReadOnlyList<Person> Rows => [.. Matching.Where(person => person.Id > After).Take(PageSize)];

    public Person? Opened => Open is null ? null : Matching.FirstOrDefault(person => person.Id == Open);

    public IReadOnlyList<Chip> Chips =>
        [
            .. string.IsNullOrEmpty(Q) ? [] : (Chip[])[new($"“{Q}”", Href(null, State, 0, null))],
            .. string.IsNullOrEmpty(State) ? [] : (Chip[])[new($"State: {State}", Href(Q, null, 0, null))],
        ];

    public string? FirstHref => After == 0 ? null : Href(Q, State, 0, null);

    public string? NextHref =>
        Matching.Count(person => person.Id > After) > PageSize ? Href(Q, State, Rows[^1].Id, null) : null;

    public string CloseHref => Href(Q, State, After, null);

    public string OpenHref(int id) => Href(Q, State, After, id);

    private static string Href(string? q, string? state, int after, int? open)
    {
        var query = new QueryBuilder();
        foreach (
            var (name, value) in new[]
            {
                ("q", q),
                ("state", state),
                ("after", after == 0 ? null : $"{after}"),
                ("open", open?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            }
        )
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add(name, value);
            }
        }
        return "/admin/gallery/list" + query;
    }
}
