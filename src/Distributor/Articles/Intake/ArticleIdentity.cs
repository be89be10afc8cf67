using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Distributor.Articles.Reading;

namespace Distributor.Articles.Intake;

/// <summary>
/// What makes an item the same item again within its source: guid, else URL, else title and date. Content never does,
/// or every correction would be a new article.
/// </summary>
public static class ArticleIdentity
{
    /// <summary>SHA-256 in hex; the kind of identity is hashed with it, so that a guid never equals a title.</summary>
    public static string KeyOf(ReadArticle article) =>
        article switch
        {
            { Guid: { Length: > 0 } guid } => Hash("guid", guid),
            { Url: { } url } => Hash("url", url.AbsoluteUri),
            { PublishedAt: { } at } => Hash(
                "title",
                article.Title,
                at.ToUnixTimeTicks().ToString(CultureInfo.InvariantCulture)
            ),
            // Nothing but its words: another text under the same title is another article ("Weather today").
            _ => Hash("text", article.Title, article.Text),
        };

    /// <summary>For a guid that one feed uses for several addresses.</summary>
    public static string KeyWithUrl(ReadArticle article) =>
        article.Guid is { Length: > 0 } guid ? Hash("guid+url", guid, article.Url?.AbsoluteUri ?? "") : KeyOf(article);

    internal static string Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            // The length before each part keeps ("ab","c") and ("a","bc") apart.
            var bytes = Encoding.UTF8.GetBytes(part);
            BitConverter.TryWriteBytes(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
