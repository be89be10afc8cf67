using Distributor.Storage;
using Microsoft.Extensions.Options;

namespace Distributor.Dashboard.Access.Invites;

/// <summary>
/// <c>first-admin.txt</c> in the data directory: whoever can read the files of this program may make its first admin. It is there only
/// while there is none.
/// </summary>
internal sealed class FirstAdminFile(IOptions<StorageOptions> storage)
{
    public string Path { get; } =
        System.IO.Path.GetFullPath(System.IO.Path.Combine(storage.Value.DataDirectory, "first-admin.txt"));

    /// <summary>For the eyes of the owner of the file alone.</summary>
    public async Task WriteAsync(Uri link, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        // Made anew: the mode of a file that is there already would stay what it is.
        Remove();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        await using var file = new StreamWriter(Path, options);
        await file.WriteLineAsync(
            $"""
            Open this link once to become the first admin. It is good for a day; starting the program again makes a new one.

            {link.AbsoluteUri}
            """.AsMemory(),
            cancellationToken
        );
    }

    /// <summary>Nothing happens when there is none.</summary>
    public void Remove()
    {
        try
        {
            File.Delete(Path);
        }
        catch (DirectoryNotFoundException)
        {
            // nor is its directory
        }
    }
}
