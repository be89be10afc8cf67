using NodaTime;

namespace Distributor.Templates;

/// <summary>
/// A mail as all its readers share it. Html and Text hold the placeholders of <see cref="Mail.Slots"/> in the foot;
/// they are no mail yet: give them to a <see cref="MailSplicer"/>. All members can be stored and read back as they are.
/// </summary>
public sealed record RenderedMail
{
    /// <summary>One line without control characters, at most 120 code points.</summary>
    public required string Subject { get; init; }

    /// <summary>The 90–130 characters a mailbox shows after the subject; also in <see cref="Html"/>.</summary>
    public required string Preheader { get; init; }

    public required string Html { get; init; }

    /// <summary>The text/plain twin: same stories, same order, lines end in LF.</summary>
    public required string Text { get; init; }

    /// <summary>The language our words are in; one of <see cref="Languages.Supported"/>.</summary>
    public required string Language { get; init; }

    /// <summary>The readers' local date, needed to say "tomorrow" in the foot; null in an alert.</summary>
    public LocalDate? Date { get; init; }

    /// <summary>How many stories the mail shows after the cut to size.</summary>
    public required int Stories { get; init; }
}

/// <summary>A mail for one reader, complete.</summary>
public sealed record PersonalMail(string Html, string Text);

/// <summary>One reader's values for the placeholders of both bodies, in their order, escaped and wrapped.</summary>
public sealed record PersonalValues(string[] Html, string[] Text);
