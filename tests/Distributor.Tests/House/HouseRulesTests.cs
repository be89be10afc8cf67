using System.Text.RegularExpressions;
using Xunit;

namespace Distributor.Tests.House;

/// <summary>Rules of the house that no analyzer knows.</summary>
public sealed partial class HouseRulesTests
{
    private const int MostLines = 250;

    [Fact]
    public void A_long_file_says_in_its_first_words_why_it_is_long() =>
        Assert.Empty(
            SourceFiles
                .Code()
                .Where(file => file.Text.AsSpan().TrimEnd().Count('\n') >= MostLines)
                .Where(file => !FirstComment(file.Text).Contains("longer than", StringComparison.OrdinalIgnoreCase))
                .Select(file => file.Path)
        );

    [Fact]
    public void Nothing_is_left_to_do_in_a_comment() =>
        Assert.Empty(SourceFiles.Code().Where(file => Unfinished().IsMatch(file.Text)).Select(file => file.Path));

    [Fact]
    public void The_program_is_a_table_of_contents()
    {
        var program = SourceFiles.Code().Single(file => file.Path == "src/Distributor/Program.cs");

        Assert.True(program.Text.TrimEnd().Count(c => c == '\n') < 9);
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        var roots = new Dictionary<string, string>
        {
            ["src/Distributor"] = "Distributor",
            ["src/Templates"] = "Distributor.Templates",
            ["tests/Distributor.Tests"] = "Distributor.Tests",
        };
        var wrong =
            from file in SourceFiles.Code()
            let root = roots.Keys.SingleOrDefault(root => file.Path.StartsWith(root + "/", StringComparison.Ordinal))
            where root is not null && file.Path.EndsWith(".cs", StringComparison.Ordinal)
            let found = Namespace().Match(file.Text)
            let folder = Path.GetDirectoryName(file.Path)!.Replace('\\', '/')[root.Length..].Replace('/', '.')
            where found.Success && found.Groups[1].Value != roots[root] + folder
            select file.Path;

        Assert.Empty(wrong);
    }

    [Fact]
    public void Sending_goes_through_our_own_wiring_of_Hangfire()
    {
        // Static Hangfire is shared by all hosts of a process; DisableConcurrentExecution outlives a kill by its timeout.
        var wrong = SourceFiles
            .Code()
            .Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal))
            .Where(file => StaticHangfire().IsMatch(WithoutComments().Replace(file.Text, "")))
            .Select(file => file.Path);

        Assert.Empty(wrong);
    }

    [Fact]
    public void Nothing_names_the_machine_it_was_written_on() =>
        Assert.Empty(
            SourceFiles.All().Where(file => file.IsText && MachinePath().IsMatch(file.Text)).Select(file => file.Path)
        );

    [Fact]
    public void Packages_come_from_wherever_the_builder_says() =>
        Assert.Empty(
            SourceFiles.All().Where(file => file.IsText && PackageHost().IsMatch(file.Text)).Select(file => file.Path)
        );

    /// <summary>On one line, because words are wrapped anywhere.</summary>
    private static string FirstComment(string text) =>
        string.Join(
            ' ',
            text.Split('\n')
                .SkipWhile(line => !IsComment(line))
                .TakeWhile(IsComment)
                .Select(line => line.Trim(' ', '/', '*'))
        );

    private static bool IsComment(string line) =>
        line.TrimStart() is ['/', '/', ..] or ['/', '*', ..] or ['*', ..] or ['@', '*', ..];

    // Written so that this file does not find itself.
    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HA[C]K|XX[X])\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"\bBackgroundJob\.|\bRecurringJob\.|\bJobStorage\.Current\b|\bDisableConcurrentExecution\b|\bGlobalJobFilters\b"
    )]
    private static partial Regex StaticHangfire();

    [GeneratedRegex(@"//.*")]
    private static partial Regex WithoutComments();

    [GeneratedRegex(@"(?<![\w.:/})\]>-])/(work|home|root|Users)/[\w.]|\b[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(
        @"\b(api|www)\.nuget\.[o]rg|\bregistry\.[\w-]+\.(org|com|io|net)\b|\bartifact[o]ry\b|\bpkgs\.dev\.az[u]re\b"
    )]
    private static partial Regex PackageHost();
}
