namespace Distributor.Storage;

/// <summary>Section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>Holds the SQLite file, the outbox, keys and the inbox. Relative to the current directory.</summary>
    public string DataDirectory { get; set; } = "data";

    public string FullDataDirectory => Path.GetFullPath(DataDirectory);

    public string SqliteFile => Path.Combine(FullDataDirectory, "distributor.db");
}
