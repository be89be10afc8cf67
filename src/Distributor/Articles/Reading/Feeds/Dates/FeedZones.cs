using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Distributor.Articles.Reading.Feeds.Dates;

/// <summary>Time zones as feeds name them: offsets, abbreviations, names of the time zone database.</summary>
static partial class FeedZones
{
    /// <summary>No place on earth is further from UTC; a larger offset is a mistake.</summary>
    const int MaxMinutes = 14 * 60;

    /// <summary>Hours from UTC. Where an abbreviation has several meanings the one most feeds are written in.</summary>
    static readonly FrozenDictionary<string, double> Hours = new Dictionary<string, double>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["Z"] = 0,
        ["UT"] = 0,
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["WET"] = 0,
        ["BST"] = 1,
        ["WEST"] = 1,
        ["CET"] = 1,
        ["MET"] = 1,
        ["MEZ"] = 1,
        ["WAT"] = 1,
        ["CEST"] = 2,
        ["MEST"] = 2,
        ["MESZ"] = 2,
        ["EET"] = 2,
        ["SAST"] = 2,
        ["CAT"] = 2,
        ["IDT"] = 3,
        ["EEST"] = 3,
        ["MSK"] = 3,
        ["EAT"] = 3,
        ["TRT"] = 3,
        ["MSD"] = 4,
        ["GST"] = 4,
        ["PKT"] = 5,
        ["IST"] = 5.5,
        ["NPT"] = 5.75,
        ["BDT"] = 6,
        ["WIB"] = 7,
        ["ICT"] = 7,
        ["SGT"] = 8,
        ["HKT"] = 8,
        ["PHT"] = 8,
        ["MYT"] = 8,
        ["AWST"] = 8,
        ["WITA"] = 8,
        ["JST"] = 9,
        ["KST"] = 9,
        ["ACST"] = 9.5,
        ["ACDT"] = 10.5,
        ["AEST"] = 10,
        ["AEDT"] = 11,
        ["NZST"] = 12,
        ["NZDT"] = 13,
        ["NDT"] = -2.5,
        ["NST"] = -3.5,
        ["BRT"] = -3,
        ["ART"] = -3,
        ["ADT"] = -3,
        ["CLST"] = -3,
        ["AST"] = -4,
        ["CLT"] = -4,
        ["EDT"] = -4,
        ["EST"] = -5,
        ["CDT"] = -5,
        ["CST"] = -6,
        ["MDT"] = -6,
        ["MST"] = -7,
        ["PDT"] = -7,
        ["PST"] = -8,
        ["AKDT"] = -8,
        ["AKST"] = -9,
        ["HST"] = -10,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Abbreviations that leave open whether it is summer.</summary>
    static readonly FrozenDictionary<string, string> Places = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["ET"] = "America/New_York",
        ["CT"] = "America/Chicago",
        ["MT"] = "America/Denver",
        ["PT"] = "America/Los_Angeles",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The instant of <paramref name="local"/> in the zone that <paramref name="written"/> begins with; UTC when it names none.</summary>
    public static Instant ToInstant(LocalDateTime local, string written)
    {
        if (OffsetPattern().Match(written) is { Success: true } offset)
            return local.WithOffset(OffsetOf(offset)).ToInstant();
        var name = NamePattern().Match(written).Value;
        if (Hours.TryGetValue(name, out var hours))
            return local.WithOffset(Offset.FromTicks((long)(hours * NodaConstants.TicksPerHour))).ToInstant();
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(Places.GetValueOrDefault(name, name));
        return local.InZoneLeniently(zone ?? DateTimeZone.Utc).ToInstant();
    }

    static Offset OffsetOf(Match match)
    {
        var hours = int.Parse(match.Groups["h"].ValueSpan, CultureInfo.InvariantCulture);
        var minutes = match.Groups["m"] is { Success: true } m
            ? int.Parse(m.ValueSpan, CultureInfo.InvariantCulture)
            : 0;
        var total = Math.Min((hours * 60) + minutes, MaxMinutes);
        return Offset.FromSeconds((match.Groups["sign"].ValueSpan[0] == '+' ? total : -total) * 60);
    }

    /// <summary>+0200, -7, GMT+01:00, and --0700, which some program writes; U+2212 is the minus of a typesetter.</summary>
    [GeneratedRegex(
        @"^\s*(?:GMT|UTC?)?\s*(?<sign>[+\-−])[+\-]?(?<h>\d{2}(?=:?\d{2}(?!\d)|\b)|\d)(?::?(?<m>\d{2}))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex OffsetPattern();

    [GeneratedRegex(@"(?<=^[\s(\[]*)[A-Za-z]+(?:/[A-Za-z_]+){0,2}")]
    private static partial Regex NamePattern();
}
