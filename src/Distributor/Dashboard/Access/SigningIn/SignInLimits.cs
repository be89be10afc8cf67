using System.Threading.RateLimiting;
using Distributor.Site.Forms;

namespace Distributor.Dashboard.Access.SigningIn;

/// <summary>
/// How often one network, and whoever claims to be one account, may try to sign in. The lock of the account itself is
/// <see cref="SignInTries"/>; this keeps guessing of many accounts, and the work of hashing, small.
/// </summary>
internal sealed class SignInLimits : IDisposable
{
    public const int PerNetwork = 40;
    public const int PerAccount = 15;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly PartitionedRateLimiter<string> networks = Limiter(PerNetwork);
    private readonly PartitionedRateLimiter<string> accounts = Limiter(PerAccount);

    /// <param name="account">As typed; null where no account is named.</param>
    public bool Take(HttpContext context, string? account) =>
        Take(networks, FormGuard.NetworkOf(context))
        && (account is null || Take(accounts, account.Trim().ToUpperInvariant()));

    public void Dispose()
    {
        networks.Dispose();
        accounts.Dispose();
    }

    private static bool Take(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> Limiter(int permits) =>
        PartitionedRateLimiter.Create<string, string>(key =>
            RateLimitPartition.GetFixedWindowLimiter(
                key,
                _ => new FixedWindowRateLimiterOptions
                {
                    PermitLimit = permits,
                    Window = Window,
                    QueueLimit = 0,
                }
            )
        );
}
