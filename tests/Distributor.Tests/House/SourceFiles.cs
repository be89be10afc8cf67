using System.Text.RegularExpressions;
using Distributor.Testing;

namespace Distributor.Tests.House;

/// <summary>The files of the repository that people write: nothing built, nothing generated, nothing of others.</summary>
internal static partial class SourceFiles
{
    public static IEnumerable<SourceFile> All() => Below(Repository.Root);

    /// <summary>What is compiled or served: code, pages and styles of <c>src</c> and <c>tests</c>.</summary>
    public static IEnumerable<SourceFile> Code() =>
        All()
            .Where(file =>
                file.Path.StartsWith("src/", StringComparison.Ordinal)
                || file.Path.StartsWith("tests/", StringComparison.Ordinal)
            )
            .Where(file => Path.GetExtension(file.Path) is ".cs" or ".razor" or ".css");

    private static IEnumerable<SourceFile> Below(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            yield return new SourceFile(Relative(file), file);
        }
        foreach (
            var child in Directory.EnumerateDirectories(folder).Where(child => !Foreign().IsMatch(Relative(child)))
        )
        {
            foreach (var file in Below(child))
            {
                yield return file;
            }
        }
    }

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');

    /// <summary>The repository itself, what a build or a run leaves behind, migrations that EF Core wrote, vendored scripts.</summary>
    [GeneratedRegex(@"^\.git$|^\.vs$|^\.idea$|^data$|(^|/)(bin|obj|data|TestResults|Migrations)$|wwwroot/lib$")]
    private static partial Regex Foreign();
}

/// <param name="Path">From the root of the repository, with slashes.</param>
internal sealed record SourceFile(string Path, string FullPath)
{
    public string Text => File.ReadAllText(FullPath);

    /// <summary>By its ending; a picture has no words in it.</summary>
    public bool IsText =>
        System.IO.Path.GetExtension(Path)
            is ".cs"
                or ".razor"
                or ".css"
                or ".js"
                or ".sql"
                or ".md"
                or ".sh"
                or ".yml"
                or ".json"
                or ".hbs"
                or ".props"
                or ".csproj"
                or ".sln"
                or ".html"
                or ".txt"
                or ".xml"
                or ".csv"
                or ".jsonl"
                or ".example"
                or "";
}
