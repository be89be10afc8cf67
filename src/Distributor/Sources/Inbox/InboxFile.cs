using Distributor.Articles.Reading;
using Distributor.Sources.Inputs;

namespace Distributor.Sources.Inbox;

/// <summary>Reads one file of the inbox and puts it where it belongs afterwards.</summary>
public sealed partial class InboxFile(
    InboxFolder folder,
    ArticleReader reader,
    InputIntake intake,
    ILogger<InboxFile> logger
)
{
    /// <summary>
    /// The articles are stored before the file moves: after a kill in between it is read again, and nothing is new.
    /// </summary>
    public async Task ReadAsync(string path, CancellationToken cancellationToken)
    {
        var (document, error) = await InputFiles.ReadAsync(path, cancellationToken);
        var read = document is null ? null : reader.Read(document);
        error ??= read!.Error;
        error ??= read!.Articles.Count == 0 ? "it holds no article" : null;
        if (error is not null)
        {
            folder.MoveToFailed(path, error);
            LogFailed(error);
            return;
        }
        var report = await intake.AddAsync(SourceKind.Inbox, read!, null, [], cancellationToken);
        folder.MoveToDone(path);
        LogRead(report.Added.Count);
    }

    [LoggerMessage(4202, LogLevel.Information, "A file of the inbox was read: {Count} articles")]
    private partial void LogRead(int count);

    [LoggerMessage(4203, LogLevel.Warning, "A file of the inbox could not be read: {Reason}")]
    private partial void LogFailed(string reason);
}
