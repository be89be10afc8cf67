using Distributor.Storage;
using Microsoft.Extensions.Options;

namespace Distributor.Sources.Inbox;

/// <summary>The watched directory with its <c>done</c> and <c>failed</c>.</summary>
public sealed class InboxFolder(IOptions<SourcesOptions> sources, IOptions<StorageOptions> storage)
{
    public string Path { get; } =
        sources.Value.InboxDirectory.Length > 0
            ? System.IO.Path.GetFullPath(sources.Value.InboxDirectory)
            : System.IO.Path.Combine(storage.Value.FullDataDirectory, "inbox");

    /// <summary>The files that lie in it now, hidden ones left out (the usual name of a file being copied); makes the directory.</summary>
    public Dictionary<string, (long Length, DateTime Written)> Files()
    {
        Directory.CreateDirectory(Path);
        return new DirectoryInfo(Path)
            .EnumerateFiles()
            .Where(file => !file.Name.StartsWith('.') && file.Exists)
            .ToDictionary(file => file.FullName, file => (file.Length, file.LastWriteTimeUtc));
    }

    public void MoveToDone(string file) => Move(file, "done");

    /// <param name="error">One line for the person who put the file there.</param>
    public void MoveToFailed(string file, string error)
    {
        var target = Move(file, "failed");
        if (target is not null)
        {
            File.WriteAllText(target + ".error.txt", error + Environment.NewLine);
        }
    }

    /// <returns>Where it lies now; null when somebody took it meanwhile.</returns>
    private string? Move(string file, string folder)
    {
        var directory = Directory.CreateDirectory(System.IO.Path.Combine(Path, folder)).FullName;
        for (var number = 1; ; number++)
        {
            var target = System.IO.Path.Combine(directory, Numbered(file, number));
            try
            {
                File.Move(file, target, overwrite: false);
                return target;
            }
            catch (FileNotFoundException)
            {
                return null;
            }
            catch (IOException) when (File.Exists(target))
            {
                // The name is taken: the next number.
            }
        }
    }

    private static string Numbered(string file, int number)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(file);
        var ending = System.IO.Path.GetExtension(file);
        return number == 1 ? name + ending : FormattableString.Invariant($"{name}-{number}{ending}");
    }
}
