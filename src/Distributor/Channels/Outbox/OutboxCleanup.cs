namespace Distributor.Channels.Outbox;

/// <summary>At start, removes the half-written files of a process that was killed.</summary>
sealed partial class OutboxCleanup(EmailOutbox email, TelegramOutbox telegram, ILogger<OutboxCleanup> log)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var folder in (OutboxFolder[])[email.Folder, telegram.Folder])
        {
            try
            {
                if (folder.RemoveLeftovers() is > 0 and var removed)
                {
                    LeftoversRemoved(removed, folder.Path);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Sending will meet the same fault and report it on the lane; a start need not fail for it.
                FolderUnreadable(folder.Path, e.Message);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        EventName = "OutboxLeftoversRemoved",
        Level = LogLevel.Information,
        Message = "Removed {Count} half-written files from {Folder}"
    )]
    partial void LeftoversRemoved(int count, string folder);

    [LoggerMessage(
        EventName = "OutboxFolderUnreadable",
        Level = LogLevel.Warning,
        Message = "The outbox folder {Folder} cannot be read: {Cause}"
    )]
    partial void FolderUnreadable(string folder, string cause);
}
