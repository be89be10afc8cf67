namespace Distributor.Jobs;

/// <summary>
/// Hangfire's queues. PostgreSQL serves them alphabetically whatever order is declared and knows no precedence, hence a
/// server of its own for alerts.
/// </summary>
public static class JobQueues
{
    public const string Alerts = "alerts";
    public const string Default = "default";
    public const string Digests = "digests";
}
