using Xunit;

namespace Distributor.Templates.Tests.Support;

/// <summary>
/// Compares a rendering with the file that was looked at and committed. DISTRIBUTOR_WRITE_GOLDEN=1 writes the files anew;
/// read the difference before committing it.
/// </summary>
internal static class Golden
{
    public static void Matches(string file, string rendered)
    {
        var path = Path.Combine(Repository.Tests(), "Golden", file);
        if (Environment.GetEnvironmentVariable("DISTRIBUTOR_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(path, rendered);
        }

        Assert.True(File.Exists(path), $"There is no golden file {file}; write it with DISTRIBUTOR_WRITE_GOLDEN=1.");
        Assert.Equal(File.ReadAllText(path), rendered);
    }
}
