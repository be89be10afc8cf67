using Hangfire.AspNetCore;
using Hangfire.Logging;

namespace Distributor.Jobs;

/// <summary>
/// Hangfire keeps its log provider for the life of the process, also when the host it came from has ended. Asked for a logger
/// then, it would throw out of a static constructor, and no later host of the process (tests) would ever get a storage.
/// </summary>
internal sealed class LastingLogs(ILoggerFactory loggers) : ILogProvider
{
    private readonly AspNetCoreLogProvider provider = new(loggers);

    public ILog GetLogger(string name)
    {
        try
        {
            return provider.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return new Silence();
        }
    }

    private sealed class Silence : ILog
    {
        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception) => false;
    }
}
