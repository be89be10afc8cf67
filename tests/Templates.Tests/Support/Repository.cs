using System.Runtime.CompilerServices;

namespace Distributor.Templates.Tests.Support;

/// <summary>Finds files beside the tests' source, where golden files and pictures are kept and reviewed.</summary>
internal static class Repository
{
    public static string Tests([CallerFilePath] string here = "") =>
        Path.GetDirectoryName(Path.GetDirectoryName(here))!;

    public static string Pictures => Path.GetFullPath(Path.Combine(Tests(), "..", "..", "docs", "mail"));

    public static byte[] Asset(string name) => File.ReadAllBytes(Path.Combine(Tests(), "Assets", name));
}
