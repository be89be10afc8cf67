using System.Globalization;
using Distributor.Settings;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Digests;

/// <summary>Settings of section <c>Digest</c>.</summary>
public sealed class DigestOptions
{
    public const string Section = "Digest";

    /// <summary>Local hour of readers who named none, <c>HH:mm</c>.</summary>
    public string DefaultTime { get; set; } = "07:30";

    /// <summary>Most stories in one digest; the rest is counted.</summary>
    public int MaxArticles { get; set; } = 20;

    /// <summary>Leaves out what the same person was alerted to already.</summary>
    public bool SkipAlerted { get; set; }

    public LocalTime DefaultLocalTime => TryParseTime(DefaultTime) ?? new LocalTime(7, 30);

    /// <summary>An hour as settings and files write it; <c>7:30</c> is forgiven, null for everything else.</summary>
    public static LocalTime? TryParseTime(string text)
    {
        var parsed = LocalTimePattern.CreateWithInvariantCulture("H:mm").Parse(text.Trim());
        return parsed.Success ? parsed.Value : null;
    }

    public static string Format(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}

internal sealed class DigestOptionsValidator : IValidateOptions<DigestOptions>
{
    public ValidateOptionsResult Validate(string? name, DigestOptions options) => Setting.Result(Faults(options));

    private static IEnumerable<string> Faults(DigestOptions options)
    {
        if (DigestOptions.TryParseTime(options.DefaultTime) is null)
        {
            yield return Setting.Fault("Digest:DefaultTime", options.DefaultTime, "a local time HH:mm", "07:30");
        }
        if (options.MaxArticles is < 1 or > 100)
        {
            yield return Setting.Fault("Digest:MaxArticles", options.MaxArticles, "1-100", "20");
        }
    }
}
