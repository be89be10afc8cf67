namespace Distributor.Testing;

internal static class Placeholder;
