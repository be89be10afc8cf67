using System.Text;
using Distributor.Articles.Reading;
using Distributor.Articles.Reading.Sanitizing;
using Distributor.Articles.Reading.Texts;
using Xunit;

namespace Distributor.Tests.Articles.Reading.Texts;

public sealed class AgencyCreditTests
{
    private readonly TextArticleReader _reader = new(new ArticleHtml(), StoppedClock.November);

    [Theory]
    [InlineData("– BBC", "BBC")]
    [InlineData("— Reuters", "Reuters")]
    [InlineData("- afp", "AFP")]
    [InlineData("(Reuters)", "Reuters")]
    [InlineData("[ANSA]", "ANSA")]
    [InlineData("Source: dpa", "dpa")]
    [InlineData("– Reuters/AFP", "Reuters, AFP")]
    [InlineData("– Island News Service", "Island News Service")]
    [InlineData("BBC", "BBC")]
    [InlineData("**– BBC**", "BBC")]
    public void A_credit_line_names_the_agency_and_leaves_the_text(string line, string agency)
    {
        var article = Read($"Harbour title\n\nFirst paragraph of the story.\n\n{line}\n");
        Assert.Equal(agency, article.Agency);
        Assert.Equal("First paragraph of the story.", article.Text);
    }

    [Theory]
    [InlineData("The quay opens on Friday. – BBC", "BBC")]
    [InlineData("The quay opens on Friday. (Reuters)", "Reuters")]
    [InlineData("The quay opens on Friday (AP).", "AP")]
    public void A_credit_behind_the_last_sentence_is_cut_off(string paragraph, string agency)
    {
        var article = Read($"Harbour title\n\n{paragraph}");
        Assert.Equal(agency, article.Agency);
        Assert.StartsWith("The quay opens on Friday", article.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(agency, article.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("– Yes, he said.")]
    [InlineData("The quay opens on Friday (again)")]
    [InlineData("- 40 per cent")]
    public void Other_dashes_and_brackets_are_text(string line)
    {
        var article = Read($"Harbour title\n\nFirst paragraph of the story.\n\n{line}");
        Assert.Null(article.Agency);
        Assert.Equal(2, article.Text.Split('\n').Length);
    }

    [Fact]
    public void A_dateline_names_the_agency_and_stays()
    {
        var article = Read("Harbour title\n\nMARSALA (ANSA) – The quay opens on Friday.\n\nIt was closed.");
        Assert.Equal("ANSA", article.Agency);
        Assert.StartsWith("MARSALA (ANSA) –", article.Lead, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_item_of_a_list_is_no_credit()
    {
        var article = Read("Harbour title\n\nFirst paragraph of the story.\n\n- Wind\n- Fog");
        Assert.Null(article.Agency);
        Assert.EndsWith("Fog", article.Text, StringComparison.Ordinal);
    }

    private ReadArticle Read(string text, string fileName = "a.txt") =>
        Assert.Single(_reader.Read(Document(text, fileName)).Articles);

    private static RawDocument Document(string text, string fileName) =>
        new(Encoding.UTF8.GetBytes(text), FileName: fileName);
}
