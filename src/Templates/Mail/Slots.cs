namespace Distributor.Templates.Mail;

/// <summary>
/// The placeholders for the personal parts in a <see cref="RenderedMail"/>. They are fenced by Unicode noncharacters
/// (U+FDD0, U+FDD1: "intended for process-internal use", Unicode 23.7), which are removed from every text and encoded in
/// every address that comes in, so no feed can forge one.
/// </summary>
public static class Slots
{
    public const char Open = '\uFDD0';
    public const char Close = '\uFDD1';

    public const string Closing = "\uFDD0closing\uFDD1";
    public const string Reason = "\uFDD0reason\uFDD1";
    public const string Preferences = "\uFDD0preferences\uFDD1";
    public const string Pause = "\uFDD0pause\uFDD1";
    public const string Web = "\uFDD0web\uFDD1";
    public const string Unsubscribe = "\uFDD0unsubscribe\uFDD1";

    internal static readonly string[] All = [Closing, Reason, Preferences, Pause, Web, Unsubscribe];
}
