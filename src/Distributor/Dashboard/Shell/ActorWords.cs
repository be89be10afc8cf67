namespace Distributor.Dashboard.Shell;

/// <summary>Who did something, as people say it: actors are written <c>admin:rosa@example.com</c>, <c>cli:root</c>, <c>api:desk</c>.</summary>
public static class ActorWords
{
    public static string Of(string actor)
    {
        var colon = actor.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return actor;
        }
        var name = actor[(colon + 1)..];
        return actor[..colon] switch
        {
            "admin" => name,
            "cli" => $"{name} on the command line",
            "api" => $"the API key {name}",
            _ => actor,
        };
    }
}
