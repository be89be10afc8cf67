using Microsoft.AspNetCore.Diagnostics;

namespace Distributor.Storage;

/// <summary>
/// What a failed request leaves in the log: the sender's own fault nothing, a database that is away one line, and only a surprise
/// its whole story.
/// </summary>
internal static partial class RequestFaults
{
    /// <summary>True when nothing more needs to be logged; for <see cref="ExceptionHandlerOptions.SuppressDiagnosticsCallback"/>.</summary>
    public static bool IsTold(ExceptionHandlerSuppressDiagnosticsContext failed)
    {
        if (failed.Exception is BadHttpRequestException)
        {
            return true;
        }
        if (!DatabaseFault.Is(failed.Exception))
        {
            return false;
        }
        var logger = failed
            .HttpContext.RequestServices.GetRequiredService<ILoggerFactory>()
            .CreateLogger(typeof(RequestFaults).FullName!);
        LogAway(logger, failed.Exception.GetBaseException().GetType().Name);
        return true;
    }

    [LoggerMessage(1012, LogLevel.Error, "A request could not be answered: the database does not answer ({Fault})")]
    private static partial void LogAway(ILogger logger, string fault);
}
