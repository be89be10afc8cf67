using Distributor.Storage;
using Distributor.Storage.Startup;

namespace Distributor.Dashboard.Access.Invites;

/// <summary>At the start, while nobody can sign in: writes the link with which somebody becomes the first admin, and says where it lies.</summary>
internal sealed partial class FirstAdminLink(
    DatabaseStartup startup,
    IServiceScopeFactory scopes,
    FirstAdminFile file,
    ILogger<FirstAdminLink> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitUntilReadyAsync(stoppingToken);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            if (await scope.ServiceProvider.GetRequiredService<AdminInvites>().FirstAsync(stoppingToken) is { } link)
            {
                await file.WriteAsync(link, stoppingToken);
                LogWritten(file.Path);
            }
            else
            {
                file.Remove();
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException || DatabaseFault.Is(fault))
        {
            // No reason to end a program that sends: there is another way.
            LogNotWritten(file.Path, fault.Message);
        }
    }

    // The link itself is a key and stays out of the log.
    [LoggerMessage(
        7001,
        LogLevel.Information,
        "There is no admin yet. A link that makes the first one, good once and for a day, is in {File}"
    )]
    private partial void LogWritten(string file);

    [LoggerMessage(
        7002,
        LogLevel.Warning,
        "{File} could not be written or removed ({Reason}); `distributor admin create` makes an admin too"
    )]
    private partial void LogNotWritten(string file, string reason);
}
