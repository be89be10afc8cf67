using System.Text;
using Distributor.Articles.Intake;
using Distributor.Articles.Reading;
using Distributor.Site;
using Distributor.Sources;
using Distributor.Sources.Inputs;
using Distributor.Subscribers.Importing;
using Microsoft.Extensions.Options;

namespace Distributor.Demo;

/// <summary>The bundled readers and articles, taken in the way anybody's are.</summary>
public sealed class DemoSample(
    SubscriberImporter importer,
    ArticleReader reader,
    InputIntake intake,
    IOptions<SiteOptions> site
)
{
    /// <summary>Stands in the sample files for the address under which the demo itself serves their pictures.</summary>
    private const string PicturePlaceholder = "https://pictures.harbourwire.example/";

    private static readonly string Directory = Path.Combine(AppContext.BaseDirectory, "Demo", "Sample");

    /// <exception cref="InvalidDataException">The bundled file has a bad row.</exception>
    public async Task ImportSubscribersAsync(CancellationToken cancellationToken)
    {
        using var file = new StreamReader(Path.Combine(Directory, "subscribers.csv"), Encoding.UTF8);
        await importer.ImportAsync(
            file,
            "demo",
            bad => throw new InvalidDataException(FormattableString.Invariant($"line {bad.Line}: {bad.Reason}")),
            onBatch: null,
            cancellationToken
        );
    }

    /// <returns>How many articles are new.</returns>
    /// <exception cref="InvalidDataException">A bundled file cannot be read.</exception>
    public async Task<int> IngestArticlesAsync(CancellationToken cancellationToken)
    {
        var created = 0;
        foreach (var file in InputFiles.In(Directory, recursively: false))
        {
            var (document, error) = await InputFiles.ReadAsync(file, cancellationToken);
            var read = document is null ? null : reader.Read(WithPictures(document));
            if (read is null || read.Error is not null)
            {
                throw new InvalidDataException($"{file}: {error ?? read?.Error}");
            }
            var report = await intake.AddAsync(SourceKind.Manual, read, address: null, topics: [], cancellationToken);
            created += report.Added.Count(added => added.Status == IntakeStatus.Created);
        }
        return created;
    }

    private RawDocument WithPictures(RawDocument document) =>
        document with
        {
            Bytes = Encoding.UTF8.GetBytes(
                Encoding
                    .UTF8.GetString(document.Bytes.Span)
                    .Replace(PicturePlaceholder, $"{site.Value.BaseAddress}demo/", StringComparison.Ordinal)
            ),
        };
}
