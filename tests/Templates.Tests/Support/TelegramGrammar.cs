using Distributor.Templates.Text;
using Distributor.Testing.Telegram;
using Xunit;

namespace Distributor.Templates.Tests.Support;

/// <summary>Reads our Telegram HTML as the server does: what it would refuse or drop without a word fails the test.</summary>
internal static class TelegramGrammar
{
    /// <summary>The text as the chat shows it.</summary>
    public static string Read(string html)
    {
        var message = TelegramHtml.CheckMessage(html);
        Assert.Null(message.Error);
        // Every tag of ours must survive as an entity: a link the server does not like becomes plain text.
        Assert.Equal(
            html.Split("<a ").Length - 1,
            message.Entities.Count(entity => entity.Type == TelegramEntityType.TextUrl)
        );
        return TelegramHtml.Parse(html).Text;
    }

    /// <summary>Length as the Bot API counts it.</summary>
    public static int Length(string html) => CleanText.Length(Read(html));
}
