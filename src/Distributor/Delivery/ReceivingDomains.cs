using Distributor.Channels;

namespace Distributor.Delivery;

/// <summary>
/// The lane of each address. The large receivers have lanes of their own, so that one that tells us to slow down delays only its
/// own mail; their domains share one system of limits, hence one lane. All other mail shares one lane.
/// </summary>
public static class ReceivingDomains
{
    /// <summary>Lane keys and the domains they serve. Ids are stored with every address: append, never renumber.</summary>
    public static IReadOnlyList<ReceivingLane> Lanes { get; } =
    [
        new(Lane.OtherMail, "email:other", []),
        new(11, "email:google", ["gmail.com", "googlemail.com"]),
        new(
            12,
            "email:microsoft",
            [
                "outlook.com",
                "hotmail.com",
                "live.com",
                "msn.com",
                "outlook.fr",
                "hotmail.fr",
                "hotmail.co.uk",
                "outlook.de",
            ]
        ),
        new(
            13,
            "email:yahoo",
            [
                "yahoo.com",
                "ymail.com",
                "rocketmail.com",
                "aol.com",
                "yahoo.co.uk",
                "yahoo.fr",
                "yahoo.de",
                "yahoo.es",
                "yahoo.it",
            ]
        ),
        new(14, "email:apple", ["icloud.com", "me.com", "mac.com"]),
        new(15, "email:gmx", ["gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.com", "web.de", "mail.com"]),
        new(16, "email:mailru", ["mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru"]),
        new(17, "email:yandex", ["yandex.ru", "yandex.com", "ya.ru"]),
        new(18, "email:proton", ["proton.me", "protonmail.com", "pm.me"]),
        new(19, "email:tencent", ["qq.com", "foxmail.com"]),
        new(20, "email:netease", ["163.com", "126.com", "yeah.net"]),
        new(21, "email:naver", ["naver.com"]),
        new(22, "email:orange", ["orange.fr", "wanadoo.fr"]),
        new(23, "email:telekom", ["t-online.de"]),
        new(24, "email:comcast", ["comcast.net"]),
    ];

    private static readonly Dictionary<string, int> LaneByDomain = Lanes
        .SelectMany(lane => lane.Domains.Select(domain => (domain, lane.Id)))
        .ToDictionary(pair => pair.domain, pair => pair.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>The key of a lane, as admins read it.</summary>
    public static string KeyOf(int lane) =>
        lane == Lane.Email ? "email"
        : lane == Lane.Telegram ? "telegram"
        : Lanes.FirstOrDefault(known => known.Id == lane)?.Key ?? FormattableString.Invariant($"lane {lane}");

    /// <param name="value">An address as it is stored: lower-case e-mail address, or chat.</param>
    public static int LaneOf(ChannelKind channel, string value) =>
        channel == ChannelKind.Telegram
            ? Lane.Telegram
            : LaneByDomain.GetValueOrDefault(value[(value.LastIndexOf('@') + 1)..], Lane.OtherMail);
}

/// <summary>One lane under the SMTP account.</summary>
public sealed record ReceivingLane(int Id, string Key, IReadOnlyList<string> Domains);
