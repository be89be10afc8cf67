namespace Distributor.Channels.Email.Smtp;

/// <summary>Whose affair an answer is.</summary>
enum AnswerMeaning
{
    Accepted,

    /// <summary>No such mailbox, and none to come.</summary>
    Gone,

    /// <summary>The mailbox is full: tried again, and not blamed on the address.</summary>
    Full,

    /// <summary>Not now, for this recipient: greylisting, a receiver that is ill.</summary>
    Later,

    /// <summary>Not so fast, for all mail on this lane.</summary>
    SlowDown,

    /// <summary>This message will never be taken, whatever its recipient: too large, unwanted content.</summary>
    Refused,

    /// <summary>We are not let in, or not as who we are; the next message would hear the same.</summary>
    Account,

    /// <summary>It may have arrived.</summary>
    Unknown,
}
