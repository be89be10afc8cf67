using NodaTime;

namespace Distributor.Dashboard.Access.Admins;

/// <summary>An admin as lists show them.</summary>
/// <param name="Email">Also the name one signs in with.</param>
/// <param name="Locked">Takes no password for a while, after too many wrong ones.</param>
public sealed record AdminEntry(
    long Id,
    string Email,
    string? Name,
    AdminRole Role,
    bool SecondStep,
    Instant CreatedAt,
    Instant? LastSignInAt,
    Instant? DisabledAt,
    bool Locked
)
{
    public static AdminEntry Of(Admin admin, DateTimeOffset now) =>
        new(
            admin.Id,
            admin.Email!,
            admin.Name,
            admin.Role,
            admin.TwoFactorEnabled,
            admin.CreatedAt,
            admin.LastSignInAt,
            admin.DisabledAt,
            admin.LockoutEnd > now
        );
}
