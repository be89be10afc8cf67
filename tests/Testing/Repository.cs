namespace Distributor.Testing;

/// <summary>The checkout the tests were built from, for tests of files that are not compiled.</summary>
public static class Repository
{
    /// <summary>The directory of the solution, found upwards from the test assembly.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests run outside a checkout.</exception>
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Distributor.sln")))
                {
                    return folder.FullName;
                }
            }

            throw new DirectoryNotFoundException($"No Distributor.sln above {AppContext.BaseDirectory}");
        }
    }
}
