using Distributor.Storage;
using Distributor.Testing.Browser;
using Xunit;

[assembly: AssemblyFixture(typeof(ChromiumBrowser))]

namespace Distributor.Tests.Site.Archive;

/// <summary>The front page and the archive as people see them.</summary>
public sealed class PressPageTests(ChromiumBrowser chromium) : IAsyncLifetime
{
    /// <summary>The pages whose pictures the docs show.</summary>
    private static readonly string[] Pictured = ["home", "home-ar", "archive", "topic"];

    private PressRoom room = null!;

    public async ValueTask InitializeAsync()
    {
        room = await PressRoom.OpenAsync(DatabaseProvider.Sqlite);
        await room.FillAsync();
    }

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Theory]
    [InlineData("/", "home")]
    [InlineData("/?lang=ar", "home-ar")]
    [InlineData("/?lang=ru", "home-ru")]
    [InlineData("/archive", "archive")]
    [InlineData("/archive/2026-11-23", "day")]
    [InlineData("/archive/2026-11-23/coast", "topic")]
    [InlineData("/archive/2026-11-23/coast?lang=ar", "topic-ar")]
    [InlineData("/archive/2026-11-23/*", "everything")]
    [InlineData("/archive/1999-01-01", "missing")]
    public async Task A_page_is_sound_in_light_and_dark_on_a_phone_and_on_a_desk(string path, string name) =>
        Assert.Empty(
            await PageReview.FaultsAsync(
                chromium,
                new Uri(room.App.Client.BaseAddress!, path),
                Pictured.Contains(name) ? $"docs/pictures/readers-{name}" : null,
                pictured: ["1280-light", "360-dark"]
            )
        );
}
