namespace Distributor.Storage.Ownership;

/// <summary>
/// On SQLite one <c>serve</c> or <c>work</c> owns the file. The operating system holds the lock, so a kill frees it.
/// PostgreSQL is shared by as many as like.
/// </summary>
public sealed class DatabaseOwnership(Database database) : IDisposable
{
    private FileStream? held;

    /// <summary>Takes the ownership, or says in one line who must end first.</summary>
    /// <exception cref="DatabaseOwnedException">Another process owns the file.</exception>
    public void Take()
    {
        if (database.SqliteFile is not { } file || held is not null)
        {
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            held = new FileStream(file + ".owner", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new DatabaseOwnedException(
                $"{file} is in use by another `serve` or `work`; end that one first, or use PostgreSQL to run several."
            );
        }
    }

    public void Dispose() => held?.Dispose();
}

/// <summary>A second owner was refused; the message is for the person at the terminal.</summary>
public sealed class DatabaseOwnedException(string message) : Exception(message);
