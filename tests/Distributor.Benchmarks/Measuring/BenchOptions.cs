using System.CommandLine;

namespace Distributor.Benchmarks.Measuring;

/// <summary>Options that several scenarios share.</summary>
internal static class BenchOptions
{
    public static Option<int> Size(string what, int normal = 1_000_000) =>
        new("--size") { Description = what, DefaultValueFactory = _ => normal };

    public static Option<string?> Database() =>
        new("--database")
        {
            Description =
                "Connection string of a PostgreSQL database to use; filled when it is empty, kept afterwards. Without it a private server is made and thrown away.",
        };

    public static Option<int> Pairs(int normal) =>
        new("--pairs")
        {
            Description = "How many times ours and the reference are measured one after the other; the median counts.",
            DefaultValueFactory = _ => normal,
        };
}
