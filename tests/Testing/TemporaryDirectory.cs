namespace Distributor.Testing;

/// <summary>A directory of its own for one test, removed with everything in it when disposed.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("distributor-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
