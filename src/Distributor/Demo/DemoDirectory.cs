namespace Distributor.Demo;

/// <summary>The directory a demo plays in: one that nobody else's data can be in.</summary>
public static class DemoDirectory
{
    /// <summary>Says that a directory was made by <c>demo</c> and may be used by it again.</summary>
    public const string Marker = ".distributor-demo";

    /// <param name="path">Empty, new, or made by an earlier demo; null makes a temporary one.</param>
    /// <returns>The absolute path of a directory that holds the marker.</returns>
    /// <exception cref="InvalidDataException">The directory holds something else; the message says the cure.</exception>
    public static string Open(string? path)
    {
        if (path is null)
        {
            return Mark(Directory.CreateTempSubdirectory("distributor-demo-").FullName);
        }
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new InvalidDataException("--data is empty; name a directory, such as ./demo");
        }
        var full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            throw new InvalidDataException($"{full} is a file; name an empty or new directory with --data");
        }
        if (
            Directory.Exists(full)
            && !File.Exists(Path.Combine(full, Marker))
            && Directory.EnumerateFileSystemEntries(full).Any()
        )
        {
            throw new InvalidDataException(
                $"{full} was not made by `demo` and is not empty; name an empty or new directory with --data"
            );
        }
        Directory.CreateDirectory(full);
        return Mark(full);
    }

    private static string Mark(string directory)
    {
        File.WriteAllText(
            Path.Combine(directory, Marker),
            "Made by `distributor demo`, which may use it again. Nothing in it is needed by anything else.\n"
        );
        return directory;
    }
}
