using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Distributor.Delivery;
using Distributor.Site;
using Microsoft.Extensions.Options;

namespace Distributor.Telemetry;

/// <summary>
/// The trace of a run. Its id is computed from the run's number, so that whoever takes an article in, plans, claims, sends or
/// records for the run, in whichever process and after whichever restart, writes into the same trace with nothing handed on.
/// </summary>
/// <remarks>The publication's address tells installations apart that send their traces to one place.</remarks>
public sealed class RunTraces(IOptions<SiteOptions> site)
{
    /// <summary>Under which all spans of the run lie; no span has this id itself.</summary>
    public ActivityContext Of(long runId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{site.Value.PublicUrl} {runId}")),
            hash
        );
        return new ActivityContext(
            ActivityTraceId.CreateFromBytes(hash[..16]),
            ActivitySpanId.CreateFromBytes(hash[16..24]),
            ActivityTraceFlags.Recorded,
            traceState: null,
            isRemote: true
        );
    }

    /// <summary>A span of the run, linked with what it happens in (a request, a poll); null when nobody listens.</summary>
    /// <param name="startedAt">When it began, if not now.</param>
    public Activity? Start(string name, ActivityKind kind, long runId, DateTimeOffset startedAt = default)
    {
        if (!Instrumentation.Spans.HasListeners())
        {
            return null;
        }
        ActivityLink[]? links = Activity.Current is { } current ? [new ActivityLink(current.Context)] : null;
        var span = Instrumentation.Spans.StartActivity(name, kind, Of(runId), tags: null, links, startedAt);
        return span?.SetTag("distributor.run.id", runId);
    }

    /// <summary>An article was taken in and concerns a run: the alert it opened, or the edit of one.</summary>
    internal void TookIn(Run run, long articleId, DateTimeOffset startedAt)
    {
        using var span = Start("intake", ActivityKind.Internal, run.Id, startedAt);
        span?.SetTag("distributor.article.id", articleId).SetTag("distributor.run.kind", run.Kind.Word());
    }
}
