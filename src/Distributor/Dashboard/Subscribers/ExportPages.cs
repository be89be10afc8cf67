using System.Text;
using Distributor.Dashboard.Access;
using Distributor.Subscribers.Exporting;
using Distributor.Subscribers.Searching;

namespace Distributor.Dashboard.Subscribers;

/// <summary>The list as a file, streamed: the same filter, everybody who matches.</summary>
internal static class ExportPages
{
    public static IResult ExportAsync(HttpContext context, SubscriberExporter exporter, SubscriberSearch search)
    {
        var filter = PeopleAddress.Read(name => context.Request.Query[name]).Filter;
        var actor = AdminPolicies.Actor(context);
        return Results.Stream(
            async stream =>
            {
                await using var file = new StreamWriter(
                    stream,
                    new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                    leaveOpen: true
                );
                await exporter.ExportAsync(
                    file,
                    filter.IsEmpty ? null : search.AllAsync(filter, context.RequestAborted),
                    actor,
                    context.RequestAborted
                );
            },
            "text/csv; charset=utf-8",
            "subscribers.csv"
        );
    }
}
