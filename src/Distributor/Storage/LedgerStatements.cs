namespace Distributor.Storage;

/// <summary>The ledger's statements of one provider; a missing file fails at start, not at the first use.</summary>
internal sealed class LedgerStatements(string provider)
{
    public string PlanAlert { get; } = Text(provider, "plan-alert");
    public string PlanAlertCapped { get; } = Text(provider, "plan-alert-capped");
    public string PlanDigests { get; } = Text(provider, "plan-digests");
    public string PlanEdits { get; } = Text(provider, "plan-edits");
    public string PlanOne { get; } = Text(provider, "plan-one");
    public string PlanNotice { get; } = Text(provider, "plan-notice");
    public string WakeQuiet { get; } = Text(provider, "wake-quiet");
    public string WaitingAlerts { get; } = Text(provider, "waiting-alerts");
    public string Summarise { get; } = Text(provider, "summarise");
    public string Claim { get; } = Text(provider, "claim");
    public string Record { get; } = Text(provider, "record");
    public string Extend { get; } = Text(provider, "extend");
    public string LookAgain { get; } = Text(provider, "look-again");
    public string Withdraw { get; } = Text(provider, "withdraw");
    public string Release { get; } = Text(provider, "release");
    public string Cancel { get; } = Text(provider, "cancel");
    public string Retract { get; } = Text(provider, "retract");
    public string Restore { get; } = Text(provider, "restore");
    public string Retry { get; } = Text(provider, "retry");
    public string Reassign { get; } = Text(provider, "reassign");
    public string Days { get; } = Text(provider, "days");
    public string ReadyLanes { get; } = Text(provider, "ready-lanes");
    public string HeldLanes { get; } = Text(provider, "held-lanes");
    public string HoldLane { get; } = Text(provider, "hold-lane");
    public string BreakLane { get; } = Text(provider, "break-lane");
    public string MendLane { get; } = Text(provider, "mend-lane");
    public string Count { get; } = Text(provider, "count");
    public string NextDue { get; } = Text(provider, "next-due");
    public string Due { get; } = Text(provider, "due");
    public string Finish { get; } = Text(provider, "finish");

    private static string Text(string provider, string name) => SqlFile.Read($"{provider}/Ledger/{name}.sql");
}
