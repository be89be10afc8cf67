namespace Distributor.Site.Forms;

/// <summary>What pages say of links that do not work, the same words everywhere.</summary>
internal static class LinkMessages
{
    public static Message Unknown { get; } =
        new("reader.confirm", "unknown")
        {
            Status = StatusCodes.Status404NotFound,
            Steps = [new("reader.confirm.mailLink", "/my-link")],
        };

    public static Message Expired { get; } =
        new("reader.confirm", "expired")
        {
            Status = StatusCodes.Status410Gone,
            Steps = [new("reader.confirm.mailLink", "/my-link")],
        };

    public static Message Used { get; } =
        new("reader.confirm", "used") { Steps = [new("reader.confirm.mailLink", "/my-link")] };
}
