using Distributor.Channels.Email;
using Distributor.Delivery.Bounces;
using Distributor.Delivery.Sending;
using Distributor.Storage;
using Microsoft.Extensions.Options;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Delivery.Bounces;

public sealed class BounceAddressesTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_envelope_sender_names_its_delivery_and_reads_back_in_any_case()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        var bounces = Addresses(store);

        var address = await bounces.CreateAsync("12-345-1", Token);

        Assert.Matches(@"\Ab\+12-345-1\.[a-z2-7]{16}@bounce\.example\.org\z", address);
        Assert.Equal("12-345-1", await bounces.ReadAsync(address!, Token));
        Assert.Equal("12-345-1", await bounces.ReadAsync(address!.ToUpperInvariant(), Token));
        Assert.Equal("12-345-1", await Addresses(store).ReadAsync(address, Token));
    }

    [Fact]
    public async Task The_longest_delivery_still_fits_into_a_local_part()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        var bounces = Addresses(store);
        var longest = FormattableString.Invariant($"{long.MaxValue}-{long.MaxValue}-{short.MaxValue}");

        var address = await bounces.CreateAsync(longest, Token);

        Assert.Equal(64, address!.IndexOf('@', StringComparison.Ordinal));
        Assert.Equal(longest, await bounces.ReadAsync(address, Token));
    }

    [Fact]
    public async Task What_was_not_made_here_names_nothing()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var elsewhere = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        var bounces = Addresses(store);
        var mine = (await bounces.CreateAsync("12-345-1", Token))!;
        var theirs = (await Addresses(elsewhere).CreateAsync("12-345-1", Token))!;

        string[] forged =
        [
            theirs,
            mine.Replace("12-345-1", "12-346-1", StringComparison.Ordinal),
            mine.Replace("bounce.", "bounces.", StringComparison.Ordinal),
            mine.Replace("b+", "c+", StringComparison.Ordinal),
            mine.Split('@')[0],
            "b+12-345-1@bounce.example.org",
            "b+12-345-1.@bounce.example.org",
            "b+.@bounce.example.org",
            "b@bounce.example.org",
            "@bounce.example.org",
            "b+" + new string('1', 500) + ".x@bounce.example.org",
            "",
        ];
        foreach (var address in forged)
        {
            Assert.Null(await bounces.ReadAsync(address, Token));
        }
    }

    [Fact]
    public async Task Without_a_bounce_domain_there_are_none()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        var bounces = new BounceAddresses(Secrets(store), Options.Create(new MailOptions()));

        Assert.Null(await bounces.CreateAsync("12-345-1", Token));
        Assert.Null(await bounces.ReadAsync("b+12-345-1.x@bounce.example.org", Token));
    }

    [Fact]
    public async Task An_installation_keeps_its_id_and_another_has_another()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        await using var elsewhere = await TestStore.CreateAsync(DatabaseProvider.Sqlite);

        var first = await new InstallationId(Secrets(store)).GetAsync(Token);
        var again = await new InstallationId(Secrets(store)).GetAsync(Token);
        var other = await new InstallationId(Secrets(elsewhere)).GetAsync(Token);

        Assert.Matches(@"\A[0-9a-f]{10}\z", first);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    static BounceAddresses Addresses(TestStore store) =>
        new(Secrets(store), Options.Create(new MailOptions { BounceDomain = "bounce.example.org" }));

    static Secrets Secrets(TestStore store) => new(store.Database, SystemClock.Instance);
}
