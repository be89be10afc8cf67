using System.Data.Common;
using Distributor.Storage.Startup;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Storage;

/// <summary><c>/health/live</c> says that the process answers, <c>/health/ready</c> that it can do its work.</summary>
public static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("ok")).ExcludeFromDescription();
        app.MapGet("/health/ready", ReadyAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(
        DatabaseStartup startup,
        Database database,
        CancellationToken cancellationToken
    )
    {
        if (!startup.IsReady)
        {
            return NotReady("the database has not been reached or brought up to date yet");
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await using var db = database.CreateDbContext();
            await db.Settings.AnyAsync(limit.Token);
            return Results.Text("ready");
        }
        catch (Exception exception)
            when (exception
                    is DbException
                        or TimeoutException
                        or OperationCanceledException
                        or InvalidOperationException
            )
        {
            return NotReady("the database does not answer");
        }
    }

    private static IResult NotReady(string reason) =>
        Results.Text("not ready: " + reason, statusCode: StatusCodes.Status503ServiceUnavailable);
}
