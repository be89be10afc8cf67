using Distributor.Articles.Desk;
using Xunit;

namespace Distributor.Tests.Articles;

/// <summary>What changed between two texts.</summary>
public sealed class WordDiffTests
{
    private static string Marked(string before, string after) =>
        string.Concat(
            WordDiff
                .Between(before, after)
                .Select(part =>
                    part.Kind switch
                    {
                        DiffKind.Added => $"[+{part.Text}]",
                        DiffKind.Removed => $"[-{part.Text}]",
                        _ => part.Text,
                    }
                )
        );

    [Theory]
    [InlineData("", "", "")]
    [InlineData("the same words", "the same words", "the same words")]
    [InlineData("", "new words", "[+new words]")]
    [InlineData("old words", "", "[-old words]")]
    [InlineData("Harbour closed today", "Harbour open today", "Harbour [-closed ][+open ]today")]
    [InlineData("one two three", "one three", "one [-two ]three")]
    [InlineData("one three", "one two three", "one [+two ]three")]
    [InlineData("a b c d", "x b c y", "[-a ][+x ]b c [-d][+y]")]
    [InlineData("first\nsecond", "first\n\nsecond", "[-first\n][+first\n\n]second")]
    public void Only_what_changed_is_marked(string before, string after, string marked) =>
        Assert.Equal(marked, Marked(before, after));

    [Fact]
    public void Both_texts_can_be_put_together_again_from_the_parts()
    {
        var random = new Random(812);
        for (var i = 0; i < 500; i++)
        {
            var (before, after) = (Text(), Text());
            var parts = WordDiff.Between(before, after);
            Assert.Equal(before, string.Concat(parts.Where(p => p.Kind != DiffKind.Added).Select(p => p.Text)));
            Assert.Equal(after, string.Concat(parts.Where(p => p.Kind != DiffKind.Removed).Select(p => p.Text)));
        }

        string Text() =>
            string.Concat(
                Enumerable
                    .Range(0, random.Next(30))
                    .Select(_ => "abcd"[random.Next(4)] + (random.Next(5) == 0 ? "\n" : " "))
            );
    }

    [Fact]
    public void Texts_without_anything_in_common_are_shown_one_after_the_other()
    {
        var before = string.Join(' ', Enumerable.Range(0, 20_000).Select(n => $"a{n}"));
        var after = string.Join(' ', Enumerable.Range(0, 20_000).Select(n => $"b{n}"));

        Assert.Equal([DiffKind.Removed, DiffKind.Added], WordDiff.Between(before, after).Select(part => part.Kind));
    }
}
