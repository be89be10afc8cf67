using Distributor.Settings;
using Microsoft.Extensions.Options;

namespace Distributor.Storage;

/// <summary>Settings of section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    public const int UsualConnections = 20;

    /// <summary>Where the SQLite file, outbox, keys and inbox lie; relative to the current directory.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>
    /// Connections to PostgreSQL that one instance may hold. Four such instances leave 17 of PostgreSQL's usual 97 to commands,
    /// backups and people.
    /// </summary>
    public int Connections { get; set; } = UsualConnections;

    /// <summary><see cref="DataDirectory"/> as an absolute path.</summary>
    public string FullDataDirectory => Path.GetFullPath(DataDirectory);

    public string SqliteFile => Path.Combine(FullDataDirectory, "distributor.db");
}

sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options) => Setting.Result(Faults(options));

    static IEnumerable<string> Faults(StorageOptions options)
    {
        const string SettingName = StorageOptions.Section + ":" + nameof(StorageOptions.DataDirectory);
        if (
            string.IsNullOrWhiteSpace(options.DataDirectory)
            || options.DataDirectory.Contains('\0', StringComparison.Ordinal)
        )
        {
            yield return Setting.Fault(SettingName, "", "a directory", "/var/lib/distributor");
        }
        else if (File.Exists(options.FullDataDirectory))
        {
            yield return Setting.Fault(
                SettingName,
                options.DataDirectory,
                "a directory, not a file",
                "/var/lib/distributor"
            );
        }
        if (options.Connections is < 10 or > 1000)
        {
            yield return Setting.Fault(
                StorageOptions.Section + ":" + nameof(StorageOptions.Connections),
                options.Connections,
                "10-1000",
                "20"
            );
        }
    }
}
