using Distributor.Settings;
using Distributor.Subscribers;
using Microsoft.Extensions.Options;

namespace Distributor.Site;

/// <summary>Settings of section <c>Site</c>: who we are and what new readers start with.</summary>
public sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>The start of every link in a message; absolute, http or https.</summary>
    public string PublicUrl { get; set; } = "http://localhost:5080";

    /// <summary>The name of the publication.</summary>
    public string Name { get; set; } = "Distributor";

    /// <summary>IANA zone of new readers who name none.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Language of our words for new readers who name none, or one that our words do not exist in.</summary>
    public string Language { get; set; } = "en";

    /// <summary>Forms one network may send in an hour before it has to wait; a newsroom behind one address may want more.</summary>
    public int FormsPerHour { get; set; } = 120;

    /// <summary>
    /// Proxies besides those on this machine that are believed whom a request comes from: addresses and networks, with commas
    /// between them.
    /// </summary>
    public string Proxies { get; set; } = "";

    /// <summary><see cref="PublicUrl"/> with one slash at its end, so that a relative link can be joined to it.</summary>
    public Uri BaseAddress => new(PublicUrl.TrimEnd('/') + "/");
}

internal sealed class SiteOptionsValidator : IValidateOptions<SiteOptions>
{
    public ValidateOptionsResult Validate(string? name, SiteOptions options) => Setting.Result(Faults(options));

    private static IEnumerable<string> Faults(SiteOptions options)
    {
        if (
            !Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
            || url.Query.Length > 0
            || url.Fragment.Length > 0
            || url.UserInfo.Length > 0
        )
        {
            yield return Setting.Fault(
                "Site:PublicUrl",
                options.PublicUrl,
                "an absolute http or https address without query",
                "https://news.example.org"
            );
        }
        if (string.IsNullOrWhiteSpace(options.Name) || options.Name.Any(char.IsControl) || options.Name.Length > 100)
        {
            yield return Setting.Fault("Site:Name", options.Name, "a name of 1 to 100 characters", "The Morning Wire");
        }
        if (TimeZones.Find(options.TimeZone) is null)
        {
            yield return Setting.Fault("Site:TimeZone", options.TimeZone, "an IANA time zone", "Europe/Madrid");
        }
        if (Forms.ProxyHeaders.Read(options.Proxies) is null)
        {
            yield return Setting.Fault(
                "Site:Proxies",
                options.Proxies,
                "addresses and networks with commas between them",
                "10.0.0.0/8, 192.168.1.4"
            );
        }
        if (options.FormsPerHour is < 1 or > 1_000_000)
        {
            yield return Setting.Fault("Site:FormsPerHour", options.FormsPerHour, "1-1000000", "120");
        }
        if (WordLanguages.Find(options.Language) is null)
        {
            yield return Setting.Fault(
                "Site:Language",
                options.Language,
                "one of " + string.Join(", ", WordLanguages.All),
                "en"
            );
        }
    }
}
