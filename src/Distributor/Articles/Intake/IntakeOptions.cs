namespace Distributor.Articles.Intake;

/// <summary>What happens to an article that is not known yet.</summary>
public enum Admission
{
    /// <summary>It is complete, gets its number and is planned.</summary>
    New,

    /// <summary>It is stored and waits for its full text.</summary>
    AwaitFullText,
    Wait,
    Old,
}

/// <summary>What the way in knows about an article beyond what it says itself.</summary>
public sealed record IntakeOptions
{
    public static readonly IntakeOptions Default = new();

    /// <summary>Names somebody chose (<c>--topic</c>, API): created when they are new, unlike a feed's categories.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    public bool Breaking { get; init; }

    public Admission Admission { get; init; } = Admission.New;

    /// <summary>The guid is used for other addresses in the same feed too, so it identifies only together with the URL.</summary>
    public bool SharedGuid { get; init; }

    /// <summary>Also recognises an article by its URL when the guid is new (push API: same guid <em>or</em> URL is a correction).</summary>
    public bool AlsoByUrl { get; init; }

    /// <summary>Who wrote it by hand, for the audit; null for what came by itself.</summary>
    public string? Actor { get; init; }

    /// <summary>Read by hand: what an earlier poll kept back as old or waiting becomes news now.</summary>
    public bool EvenIfKeptBack { get; init; }
}
