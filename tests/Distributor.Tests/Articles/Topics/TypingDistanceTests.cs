using Distributor.Articles.Topics;
using Xunit;

namespace Distributor.Tests.Articles.Topics;

public sealed class TypingDistanceTests
{
    [Theory]
    [InlineData("foreign", "foreign", 0)]
    [InlineData("foriegn", "foreign", 1)]
    [InlineData("word", "world", 1)]
    [InlineData("sport", "spot", 1)]
    [InlineData("ca", "abc", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("spotrs", "sport", 2)]
    public void Counts_single_slips(string left, string right, int distance)
    {
        Assert.Equal(distance, TypingDistance.Between(left, right));
        Assert.Equal(distance, TypingDistance.Between(right, left));
    }
}
