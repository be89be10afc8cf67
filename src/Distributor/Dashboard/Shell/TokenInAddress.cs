namespace Distributor.Dashboard.Shell;

/// <summary>Marks a route that takes large files: its form has the token in the address, so that a form without it is refused unread.</summary>
public sealed class TokenInAddress
{
    public const string Field = "token";
}
