using Distributor.Delivery.Sending;
using Microsoft.Extensions.Logging;

namespace Distributor.Tests.Delivery;

/// <summary>Lets a test wait for a line of the log instead of a time.</summary>
public sealed class SignalLogger : ILogger<OutcomeRecorder>
{
    private readonly TaskCompletionSource error = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task ErrorAsync() => error.Task.WaitAsync(Xunit.TestContext.Current.CancellationToken);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (logLevel == LogLevel.Error)
        {
            error.TrySetResult();
        }
    }
}
