namespace Distributor.Templates;

/// <summary>The mails that answer something a reader did, each sent to one reader alone.</summary>
public enum NoticeKind
{
    /// <summary>Is this your address? The question after a sign-up.</summary>
    Confirm,

    /// <summary>Confirmed: what comes when, and the latest edition to begin with.</summary>
    Welcome,

    /// <summary>The link to one's own settings, asked for on a page.</summary>
    Link,

    /// <summary>The link to download or delete everything.</summary>
    Data,

    /// <summary>To the address a reader wants to leave: may it move?</summary>
    MoveFrom,

    /// <summary>To the address a reader wants to move to: is it yours?</summary>
    MoveTo,

    /// <summary>To the address that was left: it has moved.</summary>
    Moved,

    /// <summary>Everything is deleted; the last mail.</summary>
    Goodbye,
}
