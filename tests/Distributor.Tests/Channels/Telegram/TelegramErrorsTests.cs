using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Testing.BotApi;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Channels.Telegram;

/// <summary>
/// Each refusal and fault of the Bot API, in its own words, and what is done about it. It is longer than other files because
/// it is one table.
/// </summary>
public sealed class TelegramErrorsTests
{
    const long Chat = 7;
    const int Topic = 5;

    static readonly TelegramMessage Alert = new()
    {
        DeliveryId = "1-2-1",
        ChatId = Chat,
        Html = "<b>Quokka census</b> surprises rangers",
    };

    public static TheoryData<BotApiError, string> ChatsThatAreGone =>
        new()
        {
            { BotApiErrors.BlockedByUser, "blocked by the user" },
            { BotApiErrors.UserDeactivated, "the account was deleted" },
            { BotApiErrors.CannotInitiate, "the user never started the bot" },
            { BotApiErrors.BadRequest("PEER_ID_INVALID"), "the user never started the bot" },
            { BotApiErrors.BotChat, "the chat is another bot, which bots cannot write to" },
            { BotApiErrors.Kicked(ChatKind.Group), "the bot was removed from the chat" },
            { BotApiErrors.Kicked(ChatKind.Supergroup), "the bot was removed from the chat" },
            { BotApiErrors.Kicked(ChatKind.Channel), "the bot was removed from the chat" },
            { BotApiErrors.NotAMember(ChatKind.Supergroup), "the bot is not a member of the chat" },
            { BotApiErrors.NotAMember(ChatKind.Channel), "the bot is not a member of the chat" },
            { BotApiErrors.GroupDeleted, "the group was deleted" },
            { BotApiErrors.NoRightsToSend("text messages"), "no right to write in the chat" },
            { BotApiErrors.NeedAdministratorRights, "no right to write in the chat" },
            { BotApiErrors.NoWriteAccess, "no right to write in the chat" },
            { BotApiErrors.ChatWriteForbidden, "no right to write in the chat" },
            { BotApiErrors.ChatRestricted, "no right to write in the chat" },
            { BotApiErrors.ChatAdminRequired, "no right to write in the chat" },
            { BotApiErrors.Forbidden("something new"), "Forbidden: something new" },
        };

    [Theory, MemberData(nameof(ChatsThatAreGone))]
    public async Task A_chat_that_takes_no_more_is_gone_and_the_admin_is_told_why(BotApiError error, string reason) =>
        Assert.Equal(Outcome.Failed(reason) with { Address = AddressVerdict.ChatGone }, await AnswerAsync(error));

    [Theory]
    [InlineData(ChatState.BlockedByUser, "blocked by the user")]
    [InlineData(ChatState.Deactivated, "the account was deleted")]
    [InlineData(ChatState.NeverStarted, "the user never started the bot")]
    [InlineData(ChatState.BotChat, "the chat is another bot, which bots cannot write to")]
    [InlineData(ChatState.BotKicked, "the bot was removed from the chat")]
    [InlineData(ChatState.NotAMember, "the bot is not a member of the chat")]
    [InlineData(ChatState.GroupDeleted, "the group was deleted")]
    [InlineData(ChatState.NoRightsToSend, "no right to write in the chat")]
    public async Task What_became_of_a_group_is_seen_in_its_answer(ChatState state, string reason)
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.AddGroup(-5).State = state;

        var outcome = await bench.SendAsync(Alert with { ChatId = -5 });

        Assert.Equal((AddressVerdict.ChatGone, reason), (outcome.Address, outcome.Reason));
    }

    public static TheoryData<BotApiError> MissingChats =>
        new(BotApiErrors.ChatNotFound, BotApiErrors.PrivateChatNotFound);

    [Theory, MemberData(nameof(MissingChats))]
    public async Task A_chat_that_is_not_found_is_looked_for_twice_by_a_bot_that_reached_another(BotApiError error)
    {
        await using var bench = await BotBench.StartAsync();
        await bench.SendAsync(Alert);
        bench.Api.Faults.Next(Fault.Answer(error));

        Assert.Equal(
            new Outcome
            {
                State = DeliveryState.Deferred,
                Reason = "no such chat",
                Wait = Duration.FromMinutes(5),
                CountsAsFailure = true,
                MostFailures = 2,
                Address = AddressVerdict.ChatGone,
            },
            await bench.SendAsync(Alert)
        );
    }

    [Theory, MemberData(nameof(MissingChats))]
    public async Task A_bot_that_reached_nobody_yet_may_be_another_bot_and_takes_no_chat_out_of_service(
        BotApiError error
    )
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Faults.Next(Fault.Answer(error));

        var outcome = await bench.SendAsync(Alert);

        Assert.Equal((DeliveryState.Deferred, AddressVerdict.Fine), (outcome.State, outcome.Address));
        Assert.Contains("check Telegram:BotToken", outcome.Reason!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_probe_sends_nothing_and_says_whether_the_server_is_there()
    {
        await using var bench = await BotBench.StartAsync();
        Assert.Null(await bench.Channel.ProbeAsync(CancellationToken.None));

        bench.Api.Faults.Next(Fault.Html(502), method: "getMe");
        Assert.Contains("502", await bench.Channel.ProbeAsync(CancellationToken.None), StringComparison.Ordinal);
        Assert.Empty(bench.Api.Messages);
    }

    [Fact]
    public async Task A_group_that_became_a_supergroup_is_written_to_there_at_once()
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.AddGroup(-5).MigrateTo(-1001234567890);

        Assert.Equal(
            new Outcome
            {
                State = DeliveryState.Deferred,
                Reason = "the group became a supergroup",
                Wait = Duration.Zero,
                Address = AddressVerdict.Moved,
                MovedTo = "-1001234567890",
            },
            await bench.SendAsync(Alert with { ChatId = -5 })
        );
    }

    [Fact]
    public async Task A_forum_topic_keeps_its_number_when_its_chat_moves()
    {
        var outcome = await AnswerAsync(
            BotApiErrors.Migrated(-1001234567890),
            Alert with
            {
                ChatId = -100555,
                ThreadId = Topic,
            }
        );

        Assert.Equal((AddressVerdict.Moved, "-1001234567890/5"), (outcome.Address, outcome.MovedTo));
    }

    public static TheoryData<BotApiError, string> TopicsThatAreGone =>
        new()
        {
            { BotApiErrors.ThreadNotFound, "the forum topic was deleted" },
            { BotApiErrors.TopicClosed, "the forum topic is closed" },
        };

    [Theory, MemberData(nameof(TopicsThatAreGone))]
    public async Task A_topic_that_takes_no_more_leaves_the_rest_of_the_chat_alone(BotApiError error, string reason) =>
        Assert.Equal(Outcome.Failed(reason) with { Address = AddressVerdict.Gone }, await AnswerAsync(error));

    public static TheoryData<BotApiError, string> BrokenBots =>
        new()
        {
            { BotApiErrors.Unauthorized, "Telegram:BotToken" },
            { BotApiErrors.InvalidToken, "Telegram:BotToken" },
            { BotApiErrors.NotFound, "Telegram:BotToken" },
            { BotApiErrors.MethodNotFound, "Telegram:ApiBaseUrl" },
            { BotApiErrors.Misdirected, "Telegram:ApiBaseUrl" },
            { BotApiErrors.LoggedOut, "Telegram:ApiBaseUrl" },
            { BotApiErrors.Frozen, "frozen" },
        };

    [Theory, MemberData(nameof(BrokenBots))]
    public async Task A_bot_that_is_refused_altogether_closes_its_lane_and_says_what_to_look_at(
        BotApiError error,
        string word
    )
    {
        var outcome = await AnswerAsync(error);

        Assert.Equal(Outcome.Broken(outcome.Reason!), outcome);
        Assert.Equal(
            (LaneVerdict.Closed, true, false),
            (outcome.Lane, outcome.IsWholeChannel, outcome.CountsAsFailure)
        );
        Assert.Contains(word, outcome.Reason!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_token_breaks_the_bot_and_fails_no_message()
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.RevokeToken();

        Assert.Equal(
            Outcome.Broken("Telegram does not know the bot's token; check Telegram:BotToken"),
            await bench.SendAsync(Alert)
        );
    }

    public static TheoryData<Fault, string> FaultsThatLeaveAQuestion =>
        new()
        {
            { Fault.Restart, "the Bot API answers 500" },
            { Fault.Html(502), "the Bot API answers 502" },
            { Fault.Html(504), "the Bot API answers 504" },
            { Fault.CloseBeforeDelivery, "broke off" },
            { Fault.AcceptAndDrop, "broke off" },
            { Fault.HalfResponse, "broke off" },
        };

    [Theory, MemberData(nameof(FaultsThatLeaveAQuestion))]
    public async Task A_message_that_may_have_arrived_is_tried_again_and_counted(Fault fault, string words)
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Faults.Next(fault);

        var outcome = await bench.SendAsync(Alert);

        Assert.Equal(Outcome.Unclear(outcome.Reason!), outcome);
        Assert.True(outcome.IsAmbiguous);
        Assert.True(outcome.CountsAsFailure);
        Assert.Contains(words, outcome.Reason!, StringComparison.Ordinal);
        Assert.Single(bench.Api.Calls);
    }

    [Fact]
    public async Task A_server_that_takes_no_connection_breaks_the_bot_and_counts_nothing()
    {
        await using var bench = await BotBench.StartAsync();
        await bench.Api.RefuseConnectionsAsync();

        var outcome = await bench.SendAsync(Alert);

        Assert.Equal(Outcome.Broken(outcome.Reason!), outcome);
        Assert.False(outcome.IsAmbiguous);

        await bench.Api.AcceptConnectionsAsync();
        Assert.Equal(DeliveryState.Accepted, (await bench.SendAsync(Alert)).State);
    }

    [Fact]
    public async Task A_server_whose_name_is_unknown_breaks_the_bot_and_counts_nothing()
    {
        await using var bench = await BotBench.StartAsync(null, ("Telegram:ApiBaseUrl", "http://no-such-host.invalid"));

        var outcome = await bench.SendAsync(Alert);

        Assert.Equal(Outcome.Broken(outcome.Reason!), outcome);
        Assert.Contains("Telegram:ApiBaseUrl", outcome.Reason!, StringComparison.Ordinal);
    }

    public static TheoryData<BotApiError, string> MessagesThatAreNeverTaken =>
        new()
        {
            { BotApiErrors.TextEmpty, "the text is empty" },
            { BotApiErrors.TextMustBeNonEmpty, "the text is empty" },
            {
                BotApiErrors.BadRequest("user Zelda@example.org 7318264055 said 'no' to https://example.org/x"),
                "Bad Request: user … … said … to …"
            },
        };

    [Theory, MemberData(nameof(MessagesThatAreNeverTaken))]
    public async Task A_message_that_is_never_taken_fails_without_blame_for_the_address(
        BotApiError error,
        string reason
    ) => Assert.Equal(Outcome.Failed(reason), await AnswerAsync(error));

    [Fact]
    public async Task A_message_of_blanks_fails_and_is_not_even_tried_when_that_is_seen()
    {
        await using var bench = await BotBench.StartAsync();

        Assert.Equal(
            Outcome.Failed("the text is empty"),
            await bench.SendAsync(Alert with { Html = "<b> \u200b</b>" })
        );
        Assert.Equal(
            Outcome.Failed("the message has neither text nor picture"),
            await bench.SendAsync(Alert with { Html = "" })
        );
    }

    static async Task<Outcome> AnswerAsync(BotApiError error, TelegramMessage? message = null)
    {
        await using var bench = await BotBench.StartAsync();
        bench.Api.Faults.Always(Fault.Answer(error));
        return await bench.SendAsync(message ?? Alert);
    }
}
