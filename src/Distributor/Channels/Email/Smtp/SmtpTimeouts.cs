namespace Distributor.Channels.Email.Smtp;

/// <summary>How long a session waits for what; no settings, because RFC 5321 section 4.5.3.2 says what is fair.</summary>
sealed record SmtpTimeouts
{
    /// <summary>Until the relay takes the connection, name lookup included.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the greeting and the answer to each command.</summary>
    public TimeSpan Reply { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For the answer to a whole message: giving up early is what makes duplicates (RFC 1047).</summary>
    public TimeSpan AfterContent { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For the goodbye, whose answer changes nothing.</summary>
    public TimeSpan Quit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A connection nobody needed for so long is closed, before the relay does it. Up to as much again is added by chance, so
    /// that those opened together do not end together.
    /// </summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For so long one connection fewer is used after the relay said that there are too many.</summary>
    public TimeSpan Fewer { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A lane whose receiver asks for patience rests for so long.</summary>
    public TimeSpan SlowDown { get; init; } = TimeSpan.FromMinutes(5);
}
