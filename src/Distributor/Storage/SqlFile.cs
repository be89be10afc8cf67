using System.Reflection;

namespace Distributor.Storage;

/// <summary>The SQL that matters lies in files beside the code and is built into the assembly; this reads one.</summary>
internal static class SqlFile
{
    /// <param name="path">Below <c>Storage</c>, such as <c>Postgres/Ledger/claim.sql</c>.</param>
    /// <exception cref="InvalidOperationException">No such file was built in: a bug.</exception>
    public static string Read(string path)
    {
        // MSBuild turns the folders of an embedded file into dotted parts of its name.
        var name = "Distributor.Storage." + path.Replace('/', '.');
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The SQL file {path} is not built in.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
