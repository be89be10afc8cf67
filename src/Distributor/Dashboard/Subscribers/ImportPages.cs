using CsvHelper;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Distributor.Site.Forms;
using Distributor.Subscribers.Importing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Distributor.Dashboard.Subscribers;

/// <summary>Import of a CSV file: chosen, looked at, started, watched.</summary>
internal static class ImportPages
{
    public const string Path = "/admin/subscribers/import";

    private const int Recent = 10;
    private const int LongestName = 200;
    private const long FormAround = 64 * 1024;

    public static void Map(RouteGroupBuilder desk)
    {
        var import = desk.MapGroup("/subscribers/import").RequireAuthorization(AdminPolicies.Editor);
        import.MapGet("", ShowAsync);
        import
            .MapPost("", UploadAsync)
            .WithMetadata(new TokenInAddress(), new RequestSizeLimitAttribute(StagedFiles.Largest + FormAround));
        import.MapGet("/preview", PreviewAsync);
        import.MapPost("/start", StartAsync);
        import.MapGet("/{id:long}", RunAsync);
        import.MapGet("/{id:long}/bad-rows.csv", BadRowsAsync);
        import.MapPost("/{id:long}/stop", StopAsync);
    }

    private static async Task<IResult> ShowAsync(ImportRuns runs, CancellationToken cancellationToken) =>
        await PageAsync(runs, null, StatusCodes.Status200OK, cancellationToken);

    /// <summary>The file goes to the disk as it comes; only its first part is looked for, nothing is kept in memory.</summary>
    private static async Task<IResult> UploadAsync(
        HttpContext context,
        ImportRuns runs,
        StagedFiles files,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (await FileAsync(context.Request, cancellationToken) is not { } file)
            {
                return await PageAsync(runs, "Choose a file first.", 422, cancellationToken);
            }
            if (await files.SaveAsync(file.Content, cancellationToken) is { } key)
            {
                return new SeeOther(
                    QueryHelpers.AddQueryString(
                        Path + "/preview",
                        new Dictionary<string, string?> { ["file"] = key, ["name"] = file.Name }
                    )
                );
            }
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // Said below.
        }
        return await PageAsync(
            runs,
            "The file is larger than 512 MB. Split it, or import it with `subscribers import` on the server.",
            StatusCodes.Status413PayloadTooLarge,
            cancellationToken
        );
    }

    private static async Task<(Stream Content, string Name)?> FileAsync(
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary
        )
        {
            return null;
        }
        var parts = new MultipartReader(boundary, request.Body);
        while (await parts.ReadNextSectionAsync(cancellationToken) is { } part)
        {
            if (
                ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
                && disposition.IsFileDisposition()
                && HeaderUtilities
                    .RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName)
                    .Value
                    is { Length: > 0 } name
            )
            {
                name = System.IO.Path.GetFileName(name.Replace('\\', '/'));
                return (part.Body, name.Length > LongestName ? name[..LongestName] : name);
            }
        }
        return null;
    }

    private static async Task<IResult> PreviewAsync(
        string? file,
        string? name,
        StagedFiles files,
        CancellationToken cancellationToken
    ) =>
        files.Find(file ?? "") is { } path
            ? DeskRoutes.Page<ImportPreviewPage>(
                (nameof(ImportPreviewPage.Key), file),
                (nameof(ImportPreviewPage.FileName), name ?? "file.csv"),
                (nameof(ImportPreviewPage.Bytes), new FileInfo(path).Length),
                (nameof(ImportPreviewPage.Preview), await ImportPreview.ReadAsync(path, cancellationToken))
            )
            : Gone();

    private static async Task<IResult> StartAsync(HttpContext context, ImportRuns runs)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var id = await runs.StartAsync(
            form["file"].ToString(),
            form["name"].ToString(),
            AdminPolicies.Actor(context),
            CancellationToken.None
        );
        return id is { } started ? new SeeOther(FormattableString.Invariant($"{Path}/{started}")) : Gone();
    }

    private static async Task<IResult> RunAsync(long id, ImportRuns runs, CancellationToken cancellationToken) =>
        await runs.FindAsync(id, cancellationToken) is { } import
            ? DeskRoutes.Page<ImportRunPage>((nameof(ImportRunPage.Import), import))
            : DeskRoutes.Missing();

    private static async Task<IResult> BadRowsAsync(long id, ImportRuns runs, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(id, cancellationToken) is not { } import)
        {
            return DeskRoutes.Missing();
        }
        using var text = new StringWriter();
        await using (var csv = CsvWriter.Create(text, new CsvWriterOptions { NewLine = "\n" }, true))
        {
            await csv.WriteRecordAsync(["line", "reason"], cancellationToken);
            foreach (var bad in ImportRuns.FaultsOf(import))
            {
                await csv.WriteRecordAsync([FormattableString.Invariant($"{bad.Line}"), bad.Reason], cancellationToken);
            }
            await csv.FlushAsync(cancellationToken);
        }
        return Results.File(
            System.Text.Encoding.UTF8.GetBytes(text.ToString()),
            "text/csv; charset=utf-8",
            FormattableString.Invariant($"bad-rows-{id}.csv")
        );
    }

    private static async Task<IResult> StopAsync(long id, HttpContext context, ImportRuns runs)
    {
        await runs.StopAsync(id);
        await runs.WaitAsync(id);
        return new SeeOther(FormattableString.Invariant($"{Path}/{id}"));
    }

    private static IResult Gone() =>
        DeskRoutes.Problem(
            StatusCodes.Status404NotFound,
            "The file is gone",
            "It was imported already, or has waited longer than a day, or reached another instance. Upload it again: rows already there stay unchanged."
        );

    private static async Task<IResult> PageAsync(
        ImportRuns runs,
        string? error,
        int status,
        CancellationToken cancellationToken
    ) =>
        new RazorComponentResult<ImportPage>(
            new { Recent = await runs.RecentAsync(Recent, cancellationToken), Error = error }
        )
        {
            StatusCode = status,
        };
}
