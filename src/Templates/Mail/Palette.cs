namespace Distributor.Templates.Mail;

/// <summary>The colours of the paper. Each is used through a class of the same name, which carries its twin in the dark.</summary>
internal sealed record Palette(
    string Paper,
    string Ink,
    string Muted,
    string Accent,
    string OnAccent,
    string Rule,
    string Hair,
    string Tint
)
{
    public static readonly Palette Light = new(
        Paper: "#f7f5f0",
        Ink: "#1c1b19",
        Muted: "#5a564e",
        Accent: "#0b6b57",
        OnAccent: "#ffffff",
        Rule: "#1c1b19",
        Hair: "#ddd7ca",
        Tint: "#e8e3d8"
    );

    public static readonly Palette Dark = new(
        Paper: "#131211",
        Ink: "#f1eee7",
        Muted: "#aea89c",
        Accent: "#5fd0b2",
        OnAccent: "#131211",
        Rule: "#8b867b",
        Hair: "#3a372f",
        Tint: "#24221e"
    );
}
