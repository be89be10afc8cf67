using System.Globalization;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Testing.BotApi;
using Xunit;

namespace Distributor.Tests.Channels.Telegram;

public sealed class TelegramEditTests
{
    static readonly Uri Picture = new("https://pictures.example.org/quokka.jpg");

    static readonly TelegramMessage Alert = new()
    {
        DeliveryId = "1-2-1",
        ChatId = 7,
        Html = "<b>Quokka census</b>",
        Buttons = [new TelegramButton("Read", new Uri("https://news.example.org/a/1"))],
    };

    [Fact]
    public async Task An_edit_changes_the_text_and_keeps_the_buttons()
    {
        await using var bench = await BotBench.StartAsync();
        var id = Id(await bench.SendAsync(Alert));

        var outcome = await bench.SendAsync(Alert with { Html = "<i>Corrected</i>", EditMessageId = id });

        var message = Assert.Single(bench.Api.Chat(7).FromBot);
        Assert.Equal(Outcome.Accepted($"{id}"), outcome);
        Assert.Equal("Corrected", message.Text);
        Assert.Equal("Read", Assert.Single(Assert.Single(message.Buttons)).Text);
        Assert.Equal("editMessageText", bench.Api.Calls[^1].Method);
    }

    [Fact]
    public async Task An_edit_of_a_picture_changes_its_caption()
    {
        await using var bench = await BotBench.StartAsync();
        var photo = Alert with { Photo = Picture };
        var id = Id(await bench.SendAsync(photo));

        Assert.Equal(
            Outcome.Accepted($"{id}"),
            await bench.SendAsync(photo with { Html = "Corrected", EditMessageId = id })
        );

        Assert.Equal("Corrected", Assert.Single(bench.Api.Chat(7).FromBot).Text);
        Assert.Equal("editMessageCaption", bench.Api.Calls[^1].Method);
    }

    [Fact]
    public async Task An_alert_that_went_out_without_its_picture_is_edited_as_the_text_it_is_and_the_other_way_round()
    {
        await using var bench = await BotBench.StartAsync();
        var text = Id(await bench.SendAsync(Alert));
        var photo = Id(await bench.SendAsync(Alert with { Photo = Picture }));

        var asPhoto = Alert with { Html = "Corrected", Photo = Picture, EditMessageId = text };
        Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(asPhoto)).State);
        var asText = Alert with { Html = "Corrected", EditMessageId = photo };
        Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(asText)).State);

        Assert.All(bench.Api.Chat(7).FromBot, message => Assert.Equal("Corrected", message.Text));
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_is_done()
    {
        await using var bench = await BotBench.StartAsync();
        var id = Id(await bench.SendAsync(Alert));

        Assert.Equal(Outcome.Accepted($"{id}"), await bench.SendAsync(Alert with { EditMessageId = id }));
    }

    public static TheoryData<BotApiError> EditsThatCannotBe =>
        new(BotApiErrors.EditNotFound, BotApiErrors.CannotBeEdited, BotApiErrors.MessageIdInvalid);

    [Theory, MemberData(nameof(EditsThatCannotBe))]
    public async Task An_edit_that_cannot_be_blames_nobody(BotApiError error)
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Faults.Next(Fault.Answer(error));

        Assert.Equal(
            Outcome.Failed("the message to change is gone or can no longer be changed"),
            await bench.SendAsync(Alert with { EditMessageId = 99 })
        );
    }

    [Fact]
    public async Task An_edit_of_a_message_that_is_not_there_fails_quietly()
    {
        await using var bench = await BotBench.StartAsync();

        var outcome = await bench.SendAsync(Alert with { EditMessageId = 99 });

        Assert.Equal((DeliveryState.Failed, AddressVerdict.Fine), (outcome.State, outcome.Address));
    }

    [Fact]
    public async Task An_edit_that_is_too_long_for_one_message_is_not_sent()
    {
        await using var bench = await BotBench.StartAsync();

        var outcome = await bench.SendAsync(Alert with { Html = new string('a', 4097), EditMessageId = 1 });

        Assert.Equal(Outcome.Failed("the changed text no longer fits into one message"), outcome);
        Assert.Empty(bench.Api.Calls);
    }

    [Fact]
    public async Task An_edit_of_a_blocked_chat_tells_that_it_is_gone()
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Chat(7).State = ChatState.BlockedByUser;

        Assert.Equal(AddressVerdict.ChatGone, (await bench.SendAsync(Alert with { EditMessageId = 1 })).Address);
    }

    static int Id(Outcome outcome) => int.Parse(outcome.ExternalId!, CultureInfo.InvariantCulture);
}
