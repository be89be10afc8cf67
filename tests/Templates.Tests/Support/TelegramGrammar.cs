using System.Net;
using System.Text.RegularExpressions;
using Distributor.Templates.Text;
using Xunit;

namespace Distributor.Templates.Tests.Support;

/// <summary>
/// Reads Telegram HTML as strictly as the Bot API does for the tags we use (Bot API, "HTML style"): anything it would refuse
/// or drop without a word fails the test.
/// </summary>
internal static partial class TelegramGrammar
{
    /// <summary>The text as the chat shows it.</summary>
    public static string Read(string html)
    {
        var open = new Stack<string>();
        var at = 0;
        var text = "";
        foreach (Match tag in Tag().Matches(html))
        {
            text += Decode(html[at..tag.Index]);
            at = tag.Index + tag.Length;
            if (tag.Groups["end"].Success)
            {
                Assert.Equal(open.Pop(), tag.Groups["end"].Value);
                continue;
            }

            var name = tag.Groups["name"].Value;
            Assert.DoesNotContain(name, open);
            open.Push(name);
            if (name == "a")
            {
                var url = new Uri(Decode(tag.Groups["href"].Value));
                Assert.True(url.Scheme is "http" or "https" && url.Host.Contains('.'), $"{url} would be no link");
            }
        }

        Assert.Empty(open);
        return text + Decode(html[at..]);
    }

    /// <summary>Length as the Bot API counts it.</summary>
    public static int Length(string html) => CleanText.Length(Read(html));

    static string Decode(string text)
    {
        Assert.DoesNotContain('<', text);
        // Only these four names are known; numbers are.
        Assert.All(
            Reference().Matches(text),
            reference => Assert.Matches("^&(lt|gt|amp|quot|#[0-9]+);$", reference.Value)
        );
        return WebUtility.HtmlDecode(text);
    }

    [GeneratedRegex("""<(?:(?<name>b|s|blockquote)|(?<name>a) href="(?<href>[^"<>]*)"|/(?<end>b|s|a|blockquote))>""")]
    private static partial Regex Tag();

    [GeneratedRegex("&[a-zA-Z#0-9]*;?")]
    private static partial Regex Reference();
}
