using System.Text.Json;
using CsCheck;
using Distributor.Channels.Telegram;
using Xunit;

namespace Distributor.Tests.Channels.Telegram;

public sealed class TelegramCallTests
{
    [Fact]
    public void Any_text_reads_back_from_the_json() =>
        Gen.OneOf(Gen.Char['\0', '\u0100'], Gen.Char['\u2000', '\u2060'], Gen.Char['"', '"'], Gen.Char['\\', '\\'])
            .Array[1, 40]
            .Select(characters => new string(characters))
            .Sample(text => Written(text) == text);

    [Fact]
    public void Emoji_are_readable_and_a_lone_surrogate_is_replaced()
    {
        Assert.Equal("👩‍👩‍👧 \uFFFD x", Written("👩‍👩‍👧 \ud83d x"));
    }

    static string? Written(string text)
    {
        using var json = JsonDocument.Parse(TelegramCall.ToJson(Samples.Alert with { Html = text }));
        return json.RootElement.GetProperty("text").GetString();
    }
}
