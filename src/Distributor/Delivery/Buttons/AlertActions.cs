using System.Globalization;

namespace Distributor.Delivery.Buttons;

/// <summary>
/// What the buttons under delivered messages say, before it is signed. Each names what shall be so, never "the other way round":
/// pressed twice, or handled twice, it is the same.
/// </summary>
public static class AlertActions
{
    public const string Mute = "mute";
    public const string Unmute = "unmute";
    public const string Save = "save";
    public const string Unsave = "unsave";
    public const string Held = "held";
    public const string Quiet = "quiet";
    public const string Settings = "settings";

    /// <summary>Opens in a message of its own: what was delivered stays.</summary>
    public const string Beside = ":new";

    /// <summary><c>verb:number</c>.</summary>
    public static string Of(string verb, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{verb}:{number}");

    /// <summary>A page of the list of alerts that a summary's run stands for.</summary>
    public static string OfHeld(long runId, int page) =>
        string.Create(CultureInfo.InvariantCulture, $"{Held}:{runId}:{page}");
}
