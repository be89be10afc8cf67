using System.Net;

namespace Distributor.Articles.Reading.Pages;

/// <summary>Text of an attribute or JSON value, where entities are often written twice.</summary>
internal static class HtmlText
{
    public static string Plain(string text) => WebUtility.HtmlDecode(text).Replace('\u00A0', ' ').Trim();
}
