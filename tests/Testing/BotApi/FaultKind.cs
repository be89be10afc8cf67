namespace Distributor.Testing.BotApi;

/// <summary>What the answer of a scripted fault is.</summary>
enum FaultKind
{
    Answer,
    Html,
    ChatBan,
    BotBan,
    Hold,
    Close,
    Half,
}
