using Distributor.Templates.Engine;

namespace Distributor.Templates;

/// <summary>Identifies how everything here looks and reads; part of the key of an edition.</summary>
public static class TemplateVersion
{
    /// <summary>16 hex digits over all template and word files; the same in every process of one build.</summary>
    public static string Current { get; } = TemplateFiles.Version();
}
