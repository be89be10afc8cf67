using Distributor.Delivery;

namespace Distributor.Telemetry;

/// <summary>Values of labels: made once, so that a message on its way costs no allocation, and few, so that no series grows without end.</summary>
internal static class Words
{
    private static readonly string[] States = Lower<DeliveryState>();
    private static readonly string[] Kinds = Lower<RunKind>();
    private static readonly string[] RunStates = Lower<RunState>();

    public static string Word(this DeliveryState state) => States[(int)state];

    public static string Word(this RunKind kind) => Kinds[(int)kind];

    public static string Word(this RunState state) => RunStates[(int)state];

    private static string[] Lower<T>()
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        var words = new string[values.Max(value => Convert.ToInt32(value, null)) + 1];
        foreach (var value in values)
        {
            words[Convert.ToInt32(value, null)] = value.ToString().ToLowerInvariant();
        }
        return words;
    }
}
