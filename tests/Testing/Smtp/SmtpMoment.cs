namespace Distributor.Testing.Smtp;

/// <summary>Where a session stands when an answer is due; what a fault may be chosen by.</summary>
public sealed record SmtpMoment
{
    public required SmtpVerb Verb { get; init; }

    /// <summary>Counted from 1 in the order of connecting.</summary>
    public required int Connection { get; init; }

    /// <summary>The message of this connection that is under way, counted from 1.</summary>
    public required int MessageInConnection { get; init; }

    /// <summary>The envelope sender of MAIL, empty for the null sender; null before MAIL.</summary>
    public required string? Sender { get; init; }

    /// <summary>At RCPT the one address asked for; from DATA on those accepted.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>Who authenticated; null for nobody.</summary>
    public required string? User { get; init; }

    /// <summary>The connection is encrypted.</summary>
    public required bool IsTls { get; init; }
}
