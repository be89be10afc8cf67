using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Testing.BotApi;
using Distributor.Tests.Sources;
using Xunit;

namespace Distributor.Tests.Channels.Telegram;

/// <summary>The ladder of a picture: the address, our own download, none.</summary>
public sealed class TelegramPhotoTests
{
    static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0];
    static readonly Uri Picture = new("https://pictures.example.org/quokka.jpg");

    static readonly TelegramMessage Alert = new()
    {
        DeliveryId = "1-2-1",
        ChatId = 7,
        Html = "<b>Quokka census</b>",
        Photo = Picture,
    };

    [Fact]
    public async Task Telegram_fetches_a_picture_itself_and_the_next_readers_get_the_file_it_has()
    {
        await using var bench = await BotBench.StartAsync();

        foreach (var chat in (long[])[7, 8, 9])
        {
            Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(Alert with { ChatId = chat })).State);
        }

        var file = Assert.Single(bench.Api.Chat(7).FromBot).Photo!;
        Assert.Equal(Picture, file.Url);
        Assert.Equal([Picture.AbsoluteUri, file.FileId, file.FileId], bench.Api.Calls.Select(call => call["photo"]));
        Assert.All(bench.Api.Messages, message => Assert.Equal("Quokka census", message.Text));
    }

    [Fact]
    public async Task What_Telegram_cannot_fetch_is_downloaded_and_uploaded_once_for_all_readers()
    {
        await using var server = await FeedServer.StartAsync();
        Serve(server, "/q.png", Png);
        await using var bench = await BotBench.StartAsync();
        bench.Api.Photos.CannotFetch(server.At("/q.png"));

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(chat => bench.SendAsync(Alert with { ChatId = chat, Photo = server.At("/q.png") }))
        );

        Assert.All(outcomes, outcome => Assert.Equal(DeliveryState.Accepted, outcome.State));
        Assert.Equal(20, bench.Api.Messages.Count);
        Assert.Single(server.Requests);
        Assert.Equal(21, bench.Api.Calls.Count);
        Assert.All(bench.Api.Messages, message => Assert.NotNull(message.Photo));
        var upload = bench.Api.Messages.Select(message => message.Photo!.Upload).First(upload => upload is not null)!;
        Assert.Equal(Png, upload.Content.ToArray());
        Assert.Equal("photo.png", upload.Name);
    }

    public static TheoryData<BotApiError> PhotoErrors =>
        new(
            BotApiErrors.WrongFile,
            BotApiErrors.WrongUrl,
            BotApiErrors.CannotGetUrl,
            BotApiErrors.WrongPageType,
            BotApiErrors.CannotUploadUrl,
            BotApiErrors.PhotoExtension,
            BotApiErrors.PhotoInvalidDimensions,
            BotApiErrors.ImageProcessFailed
        );

    [Theory, MemberData(nameof(PhotoErrors))]
    public async Task Every_word_against_a_picture_leads_down_to_the_text_alone(BotApiError error)
    {
        await using var server = await FeedServer.StartAsync();
        Serve(server, "/q.png", Png);
        await using var bench = await BotBench.StartAsync();
        bench.Api.Photos.Refuse(server.At("/q.png"), error);
        bench.Api.Photos.Uploads = error;
        var alert = Alert with { Photo = server.At("/q.png") };

        Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(alert)).State);
        Assert.Equal(["sendPhoto", "sendPhoto", "sendMessage"], bench.Api.Calls.Select(call => call.Method));

        // And that is remembered.
        Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(alert with { ChatId = 8 })).State);
        Assert.Equal("sendMessage", bench.Api.Calls[3].Method);
        Assert.All(bench.Api.Messages, message => Assert.Equal((null, "Quokka census"), (message.Photo, message.Text)));
    }

    [Theory]
    [InlineData("/missing.png")]
    [InlineData("/page.png")]
    [InlineData("/huge.png")]
    public async Task A_download_that_is_no_picture_is_not_uploaded(string path)
    {
        await using var server = await FeedServer.StartAsync();
        server.Serve("/page.png", "<html>", "image/png");
        Serve(server, "/huge.png", [.. Png, .. new byte[10 * 1024 * 1024]]);
        await using var bench = await BotBench.StartAsync();
        bench.Api.Photos.CannotFetch(server.At(path));

        Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(Alert with { Photo = server.At(path) })).State);

        Assert.Equal(["sendPhoto", "sendMessage"], bench.Api.Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task A_picture_in_a_private_network_is_not_fetched_for_a_stranger()
    {
        await using var server = await FeedServer.StartAsync();
        Serve(server, "/q.png", Png);
        await using var bench = await BotBench.StartAsync(null, ("Sources:AllowPrivateNetworks", "false"));
        bench.Api.Photos.CannotFetch(server.At("/q.png"));

        Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(Alert with { Photo = server.At("/q.png") })).State);

        Assert.Empty(server.Requests);
        Assert.Null(Assert.Single(bench.Api.Messages).Photo);
    }

    [Fact]
    public async Task A_file_that_Telegram_has_forgotten_is_fetched_anew()
    {
        await using var bench = await BotBench.StartAsync();
        await bench.SendAsync(Alert);
        bench.Api.Faults.Next(Fault.Answer(BotApiErrors.WrongFile));

        Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(Alert with { ChatId = 8 })).State);

        Assert.Equal(Picture, Assert.Single(bench.Api.Chat(8).FromBot).Photo!.Url);
    }

    [Fact]
    public async Task A_caption_has_room_for_1024_characters_and_a_longer_text_goes_without_the_picture()
    {
        await using var bench = await BotBench.StartAsync();
        var fits = "<b>" + string.Concat(Enumerable.Repeat("🦘", 1024)) + "</b>";

        await bench.SendAsync(Alert with { Html = fits });
        await bench.SendAsync(Alert with { Html = fits + "!" });

        Assert.Equal(["sendPhoto", "sendMessage"], bench.Api.Calls.Select(call => call.Method));
        Assert.All(bench.Api.Calls, call => Assert.True(call.IsOk));
    }

    [Fact]
    public async Task A_caption_that_Telegram_counts_otherwise_goes_as_text()
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Faults.Next(Fault.Answer(BotApiErrors.CaptionTooLong));

        Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(Alert)).State);

        Assert.Equal(["sendPhoto", "sendMessage"], bench.Api.Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task A_chat_that_allows_no_pictures_gets_the_text_and_the_others_their_picture()
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.AddGroup(-5).State = ChatState.NoRightsToSendPhotos;

        Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(Alert with { ChatId = -5 })).State);
        Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(Alert)).State);

        Assert.Null(Assert.Single(bench.Api.Chat(-5).FromBot).Photo);
        Assert.NotNull(Assert.Single(bench.Api.Chat(7).FromBot).Photo);
    }

    [Fact]
    public async Task A_chat_that_allows_neither_is_gone()
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.AddGroup(-5).State = ChatState.NoRightsToSend;

        var outcome = await bench.SendAsync(Alert with { ChatId = -5 });

        Assert.Equal(
            (DeliveryState.Failed, AddressVerdict.ChatGone, "no right to write in the chat"),
            (outcome.State, outcome.Address, outcome.Reason)
        );
    }

    [Fact]
    public async Task Who_was_told_to_wait_leaves_the_picture_to_the_next_reader()
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Faults.Next(Fault.ChatBan(5), chat: 7);

        Assert.Equal(DeliveryState.Deferred, (await bench.SendAsync(Alert)).State);
        Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(Alert with { ChatId = 8 })).State);
    }

    static void Serve(FeedServer server, string path, byte[] bytes) =>
        server.On(path, context => context.Response.Body.WriteAsync(bytes).AsTask());
}
