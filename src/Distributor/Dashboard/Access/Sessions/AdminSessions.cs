using NodaTime;

namespace Distributor.Dashboard.Access.Sessions;

/// <summary>How long one stays signed in.</summary>
public static class AdminSessions
{
    /// <summary>From the last look at a page.</summary>
    public static readonly Duration Usual = Duration.FromHours(12);

    /// <summary>The same with "keep me signed in".</summary>
    public static readonly Duration Kept = Duration.FromDays(30);

    /// <summary>Between the password and the code, and for what a passkey was asked.</summary>
    public static readonly TimeSpan SecondStep = TimeSpan.FromMinutes(5);
}
