using NodaTime;

namespace Distributor.Subscribers;

/// <summary>Why an address the pages have made is still pending; such an address is forgotten when nobody confirms it.</summary>
public static class PendingReasons
{
    public const string SignUp = "signed up, not confirmed yet";
    public const string Move = "new end of a change of address";

    /// <summary>Had bounced before; when nobody confirms it has bounced again.</summary>
    public const string AfterBounce = "signed up again after a bounce";

    /// <summary>As long as a link to confirm holds.</summary>
    public static readonly Duration Kept = Duration.FromDays(7);
}
