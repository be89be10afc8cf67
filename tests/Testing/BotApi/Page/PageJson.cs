using System.Text.Json.Nodes;

namespace Distributor.Testing.BotApi.Page;

/// <summary>What the page shows, as JSON. The script of the page escapes by never writing markup.</summary>
static class PageJson
{
    const int NewestCalls = 40;

    public static JsonObject State(EmulatedBotApi bot) =>
        new()
        {
            ["bot"] = bot.Bot.Username,
            ["chats"] = new JsonArray([.. bot.Chats.Select(Summary)]),
            ["rates"] = Rates(bot.Rates),
            ["faults"] = new JsonArray([.. bot.Faults.Active.Select(Rule)]),
            ["calls"] = new JsonArray([.. bot.Calls.TakeLast(NewestCalls).Reverse().Select(Call)]),
            ["callCount"] = bot.Calls.Count,
            ["answers"] = new JsonArray([.. bot.CallbackAnswers.TakeLast(NewestCalls).Select(Answer)]),
        };

    public static JsonObject Chat(EmulatedChat chat)
    {
        var json = Summary(chat);
        json["messages"] = new JsonArray([.. chat.Messages.Select(Message)]);
        return json;
    }

    static JsonObject Summary(EmulatedChat chat)
    {
        var last = chat.Messages.LastOrDefault(message => !message.IsDeleted);
        return new()
        {
            ["id"] = chat.Id,
            ["kind"] = chat.Kind.ToString(),
            ["title"] = chat.Title,
            ["state"] = chat.State.ToString(),
            ["isForum"] = chat.IsForum,
            ["botRole"] = chat.BotRole.ToString(),
            ["unread"] = chat.Unread,
            ["last"] = last is null ? null : Preview(last),
            ["lastDate"] = last?.Date.ToUnixTimeMilliseconds(),
        };
    }

    static string Preview(EmulatedMessage message)
    {
        var what =
            message.Photo is not null ? "Photo"
            : message.Document is not null ? "File"
            : message.Location is not null ? "Location"
            : message.Service;
        var line = message.Text.ReplaceLineEndings(" ");
        return what is null ? line
            : line.Length > 0 ? $"{what}: {line}"
            : what;
    }

    static JsonObject Message(EmulatedMessage message) =>
        new()
        {
            ["id"] = message.Id,
            ["date"] = message.Date.ToUnixTimeMilliseconds(),
            ["isFromBot"] = message.IsFromBot,
            ["from"] = message.From?.FirstName,
            ["text"] = message.Text,
            ["entities"] = EntityJson.Write(message.Text, message.Entities),
            ["photo"] = message.Photo is { } photo ? Address(photo) : null,
            ["document"] = message.Document is { } file ? file.Upload?.Name ?? file.Url?.ToString() ?? "file" : null,
            ["location"] = message.Location is { } place ? new JsonArray(place.Latitude, place.Longitude) : null,
            ["service"] = message.Service,
            ["serviceValue"] = message.ServiceValue?.ToJsonString(),
            ["buttons"] = new JsonArray([.. message.Buttons.Select(row => new JsonArray([.. row.Select(Button)]))]),
            ["isSilent"] = message.IsSilent,
            ["thread"] = message.ThreadId,
            ["replyTo"] = message.ReplyTo,
            ["album"] = message.MediaGroupId,
            ["isDeleted"] = message.IsDeleted,
            ["editedAt"] = message.EditedAt?.ToUnixTimeMilliseconds(),
            ["earlier"] = new JsonArray([.. message.Earlier.Select(Message)]),
        };

    static string Address(EmulatedFile file) => file.Url?.AbsoluteUri ?? "/page/files/" + file.FileId;

    static JsonObject Button(EmulatedButton button) =>
        new()
        {
            ["text"] = button.Text,
            ["url"] = button.Url,
            ["data"] = button.CallbackData,
        };

    static JsonObject Rates(RateCounters rates) =>
        new()
        {
            ["inBotWindow"] = rates.InBotWindow,
            ["refusals"] = rates.Refusals,
            ["insideABan"] = rates.RequestsInsideABan,
            ["stars"] = rates.Stars,
            ["banSeconds"] = Math.Ceiling(rates.BotBanLeft.TotalSeconds),
        };

    static JsonObject Rule(FaultRule rule) =>
        new()
        {
            ["name"] = rule.Fault.ToString(),
            ["hits"] = rule.Hits,
            ["left"] = rule.Left == int.MaxValue ? null : rule.Left,
        };

    static JsonObject Call(BotApiCall call) =>
        new()
        {
            ["number"] = call.Number,
            ["method"] = call.Method,
            ["chat"] = call.ChatId,
            ["status"] = call.Status,
            ["error"] = call.Error,
            ["isDone"] = call.IsDone,
            ["at"] = call.ReceivedAt.ToUnixTimeMilliseconds(),
        };

    static JsonObject Answer(CallbackAnswer answer) =>
        new()
        {
            ["query"] = answer.QueryId,
            ["text"] = answer.Text,
            ["isAlert"] = answer.IsAlert,
        };
}
