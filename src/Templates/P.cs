namespace Distributor.Templates;

internal static class Placeholder;
