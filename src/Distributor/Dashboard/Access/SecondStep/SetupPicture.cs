using QRCoder;

namespace Distributor.Dashboard.Access.SecondStep;

/// <summary>What an authenticator app reads off the screen, drawn by ourselves: the key goes to nobody else.</summary>
internal static class SetupPicture
{
    public static string Svg(string publication, string email, string key)
    {
        using var code = QRCodeGenerator.GenerateQrCode(Address(publication, email, key), QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        return svg.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    /// <summary>The format all apps read (Google's "Key URI Format").</summary>
    internal static string Address(string publication, string email, string key) =>
        $"otpauth://totp/{Uri.EscapeDataString(publication)}:{Uri.EscapeDataString(email)}?secret={key}&issuer={Uri.EscapeDataString(publication)}&algorithm=SHA1&digits=6&period=30";
}
