namespace Distributor.Benchmarks.Pages;

/// <summary>A page to be measured: addresses asked in turn, so that one answer kept warm does not stand for all.</summary>
public sealed record MeasuredPage(string Name, params string[] Paths);

/// <summary>All pages that are measured. An area's own pages are a line here each.</summary>
public static class DeskPages
{
    public static IReadOnlyList<MeasuredPage> All { get; } =
    [
        new("overview", "/admin"),
        new("articles", "/admin/articles"),
        new("sources", "/admin/sources"),
        new("runs", "/admin/runs"),
        new("runs, filtered", "/admin/runs?state=held", "/admin/runs?kind=digest"),
        new("run", "/admin/runs/60", "/admin/runs/57"),
        new("deliveries", "/admin/deliveries", "/admin/deliveries?state=failed", "/admin/deliveries?state=suppressed"),
        new(
            "deliveries, filtered",
            "/admin/deliveries?state=planned",
            "/admin/deliveries?state=deferred",
            "/admin/deliveries?channel=telegram",
            "/admin/deliveries?duplicates=true"
        ),
        new(
            "deliveries of a run",
            "/admin/deliveries?run=60",
            "/admin/deliveries?run=60&state=failed",
            "/admin/deliveries?run=57&state=suppressed"
        ),
        new("delivery", "/admin/deliveries/60-16-0"),
        new("subscribers", "/admin/subscribers"),
        new("subscribers, deep page", "/admin/subscribers?after=500000", "/admin/subscribers?after=1000"),
        new(
            "subscribers, usual word",
            "/admin/subscribers?q=rossi",
            "/admin/subscribers?q=gmail.com",
            "/admin/subscribers?q=anna",
            "/admin/subscribers?q=777"
        ),
        new(
            "subscribers, rare word",
            "/admin/subscribers?q=tanaka777",
            "/admin/subscribers?q=anna.rossi",
            "/admin/subscribers?q=nonsuch",
            "/admin/subscribers?q=hugo.novak12"
        ),
        new(
            "subscribers, two words",
            "/admin/subscribers?q=anna+rossi",
            "/admin/subscribers?q=novak+gmail",
            "/admin/subscribers?q=zhang+uni.example.edu"
        ),
        new(
            "subscribers, two letters",
            "/admin/subscribers?q=an",
            "/admin/subscribers?q=zo",
            "/admin/subscribers?q=qz"
        ),
        new(
            "subscribers, state",
            "/admin/subscribers?state=active",
            "/admin/subscribers?state=bounced",
            "/admin/subscribers?state=pending",
            "/admin/subscribers?gone=true"
        ),
        new(
            "subscribers, topic",
            "/admin/subscribers?topic=2",
            "/admin/subscribers?topic=5",
            "/admin/subscribers?topic=21",
            "/admin/subscribers?topic=2&state=bounced"
        ),
        new(
            "subscribers, other filters",
            "/admin/subscribers?language=ar",
            "/admin/subscribers?zone=Asia/Tokyo",
            "/admin/subscribers?cadence=weekly",
            "/admin/subscribers?channel=telegram&state=bounced"
        ),
        new(
            "subscribers, filter and word",
            "/admin/subscribers?q=rossi&state=bounced",
            "/admin/subscribers?q=garcia&topic=2"
        ),
        new("subscribers, open drawer", "/admin/subscribers?open=999990", "/admin/subscribers?open=500001"),
        new("subscriber", "/admin/subscribers/500001", "/admin/subscribers/77"),
        new("subscriber, sent", "/admin/subscribers/500001?tab=sent", "/admin/subscribers/77?tab=sent"),
        new("subscriber, record", "/admin/subscribers/500001?tab=record"),
        new("import", "/admin/subscribers/import"),
        new("topics", "/admin/settings/topics"),
        new("admins, keys, audit", "/admin/settings/admins", "/admin/settings/keys", "/admin/settings/audit"),
        new("own account", "/admin/account"),
        new("channels", "/admin/settings/channels"),
    ];
}
