using Distributor.Testing.BotApi;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Xunit;

namespace Distributor.Tests.Testing.BotApi;

public sealed class PhotoTests
{
    private static readonly Uri Picture = new("https://example.com/p.jpg");

    [Fact]
    public async Task A_photo_is_sent_by_address_by_upload_and_again_by_its_id()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        var client = bot.Client();

        var byAddress = await client.SendPhoto(7, Picture.AbsoluteUri, "<b>c</b>", ParseMode.Html);
        await client.SendPhoto(7, InputFile.FromStream(new MemoryStream([1, 2, 3]), "own.png"), "u");
        await client.SendPhoto(7, byAddress.Photo![^1].FileId);

        var messages = bot.Chat(7).Messages;
        Assert.Equal(["c", "u", ""], messages.Select(message => message.Text));
        Assert.Equal((Picture, Picture), (messages[0].Photo!.Url, messages[2].Photo!.Url));
        Assert.Equal(("own.png", 3), (messages[1].Photo!.Upload!.Name, messages[1].Photo!.Upload!.Content.Length));
        Assert.Equal("c", byAddress.Caption);
    }

    [Fact]
    public async Task Addresses_and_uploads_are_refused_each_by_their_own_rule()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        Task<string> Send(string photo) => bot.ErrorAsync("sendPhoto", new { chat_id = 7, photo });

        bot.Photos.CannotFetch(Picture);
        Assert.Equal("Bad Request: failed to get HTTP URL content", await Send(Picture.AbsoluteUri));
        bot.Photos.WrongType(Picture);
        Assert.Equal("Bad Request: wrong type of the web page content", await Send(Picture.AbsoluteUri));
        bot.Photos.InvalidDimensions(Picture);
        Assert.Equal("Bad Request: PHOTO_INVALID_DIMENSIONS", await Send(Picture.AbsoluteUri));
        Assert.Equal("Bad Request: wrong file identifier/HTTP URL specified", await Send("unknown-id"));
        Assert.Equal("Bad Request: wrong HTTP URL specified", await Send("ftp://example.com/p.jpg"));

        // The ladder: what the server cannot fetch can still be uploaded.
        var upload = InputFile.FromStream(new MemoryStream([1]), "own.png");
        Assert.NotNull((await bot.Client().SendPhoto(7, upload)).Photo);
        bot.Photos.Uploads = BotApiErrors.ImageProcessFailed;
        var refused = await Assert.ThrowsAsync<ApiRequestException>(() =>
            bot.Client().SendPhoto(7, InputFile.FromStream(new MemoryStream([1]), "own.png"))
        );
        Assert.Equal("Bad Request: IMAGE_PROCESS_FAILED", refused.Message);
        bot.Photos.Accept(Picture);
        await bot.ResultAsync("sendPhoto", new { chat_id = 7, photo = Picture });
    }

    [Fact]
    public async Task A_caption_has_1024_code_points()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        // A letter beyond the basic plane is two UTF-16 units and one code point.
        var longest = string.Concat(Enumerable.Repeat("\U0001F998", 1024));

        await bot.ResultAsync(
            "sendPhoto",
            new
            {
                chat_id = 7,
                photo = Picture,
                caption = longest,
            }
        );

        Assert.Equal(
            "Bad Request: message caption is too long",
            await bot.ErrorAsync(
                "sendPhoto",
                new
                {
                    chat_id = 7,
                    photo = Picture,
                    caption = longest + "a",
                }
            )
        );
    }

    [Fact]
    public async Task An_album_has_two_to_ten_items_and_names_the_one_that_is_wrong()
    {
        await using var bot = await EmulatedBotApi.StartAsync(new() { Rates = RateRules.None });
        static object Album(int items) =>
            new
            {
                chat_id = 7,
                media = Enumerable
                    .Range(1, items)
                    .Select(i => new { type = "photo", media = $"https://example.com/{i}.jpg" }),
            };

        Assert.Equal(10, (await bot.ResultAsync("sendMediaGroup", Album(10))).AsArray().Count);
        Assert.Single(bot.Chat(7).Messages.Select(message => message.MediaGroupId).Distinct());
        Assert.StartsWith("Bad Request: ", await bot.ErrorAsync("sendMediaGroup", Album(11)), StringComparison.Ordinal);
        Assert.StartsWith("Bad Request: ", await bot.ErrorAsync("sendMediaGroup", Album(1)), StringComparison.Ordinal);
        bot.Photos.CannotFetch(new("https://example.com/2.jpg"));
        Assert.Equal(
            "Bad Request: failed to send message #2 with the error message \"WEBPAGE_CURL_FAILED\"",
            await bot.ErrorAsync("sendMediaGroup", Album(3))
        );
        Assert.Equal(10, bot.Chat(7).Messages.Count);
    }
}
