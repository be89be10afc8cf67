using System.Text;
using Distributor.Articles.Reading;
using Distributor.Articles.Reading.Sanitizing;
using Distributor.Articles.Reading.Texts;
using Xunit;

namespace Distributor.Tests.Articles.Reading.Texts;

public sealed class FurnitureTests
{
    private readonly TextArticleReader _reader = new(new ArticleHtml(), StoppedClock.November);

    [Theory]
    [InlineData("The quay reopened on FridayShow More")]
    [InlineData("The quay reopened on FridayBack to top button")]
    [InlineData("The quay reopened on FridayShow MoreBack to top button")]
    [InlineData("The quay reopened on FridayShare")]
    public void Labels_glued_to_the_last_word_are_cut_off(string paragraph) =>
        Assert.Equal("The quay reopened on Friday", Read($"Harbour title\n\n{paragraph}").Text);

    [Theory]
    [InlineData("Share")]
    [InlineData("Facebook Twitter WhatsApp Print")]
    [InlineData("We use cookies to give you the best experience.")]
    [InlineData("© 2026 Harbour Wire. All rights reserved.")]
    [InlineData("Sign up for our newsletter")]
    [InlineData("READ ALSO: Night ferry cancelled again")]
    [InlineData("Advertisement")]
    [InlineData("Related Articles\nNight ferry cancelled\nLights out at the quay")]
    [InlineData("* * *")]
    public void Furniture_lines_are_left_out(string furniture)
    {
        var article = Read($"Harbour title\n\nFirst paragraph of the story.\n\n{furniture}");
        Assert.Equal("First paragraph of the story.", article.Text);
    }

    [Theory]
    [InlineData("She said the company should Share")]
    [InlineData("He wants to show more of the harbour and to share")]
    [InlineData("The new phone is called AirPrint")]
    [InlineData("Copyright law passes the island parliament.")]
    [InlineData("More from the harbour board is expected on Friday.")]
    [InlineData("Close to a thousand people came to the quay.")]
    public void Sentences_that_use_the_same_words_stay(string paragraph) =>
        Assert.Equal(paragraph, Read($"Harbour title\n\n{paragraph}").Text);

    private ReadArticle Read(string text, string fileName = "a.txt") =>
        Assert.Single(_reader.Read(Document(text, fileName)).Articles);

    private static RawDocument Document(string text, string fileName) =>
        new(Encoding.UTF8.GetBytes(text), FileName: fileName);
}
