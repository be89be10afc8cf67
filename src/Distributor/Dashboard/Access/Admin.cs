using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Distributor.Dashboard.Access;

/// <summary>What an admin may do; each may do what those before it may.</summary>
public enum AdminRole
{
    /// <summary>Sees everything, changes nothing but the own account.</summary>
    Viewer,

    /// <summary>Works with articles, sources, subscribers and runs.</summary>
    Editor,

    /// <summary>Also admins, roles, API keys and settings.</summary>
    Owner,
}

/// <summary>Somebody who signs in to the dashboard. <c>UserName</c> is the e-mail address.</summary>
public sealed class Admin : IdentityUser<long>
{
    public string? Name { get; set; }
    public required AdminRole Role { get; set; }
    public required Instant CreatedAt { get; init; }
    public Instant? LastSignInAt { get; set; }

    /// <summary>Signs in no more; the row stays because the audit names it. Null: may sign in.</summary>
    public Instant? DisabledAt { get; set; }
}

/// <summary>One browser in which an admin is signed in; without the row its cookie is worth nothing.</summary>
public sealed class AdminSession
{
    /// <summary>SHA-256 in hex of the random key in the cookie.</summary>
    public required string Id { get; init; }
    public required long AdminId { get; init; }
    public required byte[] Ticket { get; set; }
    public required Instant CreatedAt { get; init; }
    public required Instant SeenAt { get; set; }
    public required Instant ExpiresAt { get; set; }
    public string? IpAddress { get; init; }
    public string? UserAgent { get; init; }
}

/// <summary>A link, good once, with which somebody becomes an admin: the first one, or one whom an owner invites.</summary>
public sealed class AdminInvite
{
    public long Id { get; init; }

    /// <summary>SHA-256 in hex of the token in the link.</summary>
    public required string TokenHash { get; init; }
    public required AdminRole Role { get; init; }

    /// <summary>For whom; null: whoever has the link.</summary>
    public string? Email { get; init; }
    public required string CreatedBy { get; init; }
    public required Instant CreatedAt { get; init; }
    public required Instant ExpiresAt { get; init; }
    public Instant? UsedAt { get; set; }
}
