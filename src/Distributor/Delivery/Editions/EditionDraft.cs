using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Distributor.Channels;
using Distributor.Templates;

namespace Distributor.Delivery.Editions;

/// <summary>An edition as planning asks for it. Two drafts with the same key are one edition.</summary>
/// <param name="TimeZone">IANA zone of the times shown, empty where none are.</param>
/// <param name="Layout"><c>alert</c>, <c>digest</c>, <c>summary</c> or <c>edit</c>.</param>
public sealed record EditionDraft(
    long RunId,
    ChannelKind Channel,
    string Language,
    string TimeZone,
    string Layout,
    EditionContents Contents
)
{
    public const string Alert = "alert";
    public const string Digest = "digest";
    public const string Summary = "summary";

    /// <summary>A mail to one person; its contents are <c>NoticeContents</c>.</summary>
    public const string Notice = "notice";

    /// <summary>An alert as it reads now, to take the place of the one already sent.</summary>
    public const string Edit = "edit";

    /// <summary>SHA-256 in hex over everything that decides what is sent.</summary>
    public string Key()
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{RunId}\n{(short)Channel}\n{Language}\n{TimeZone}\n{Layout}\n{TemplateVersion.Current}\n{Contents.ToJson()}"
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
