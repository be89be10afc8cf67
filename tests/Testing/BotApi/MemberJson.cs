using System.Text.Json.Nodes;

namespace Distributor.Testing.BotApi;

/// <summary>A member of a chat as the Bot API writes it (<c>ChatMember</c>).</summary>
static class MemberJson
{
    static readonly string[] Rights =
    [
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
    ];

    public static JsonObject Write(EmulatedUser user, ChatRole role, ChatKind kind)
    {
        var json = new JsonObject
        {
            ["user"] = MessageJson.Write(user),
            ["status"] = role.ToString().ToLowerInvariant(),
        };
        switch (role)
        {
            case ChatRole.Creator:
                json["is_anonymous"] = false;
                break;
            case ChatRole.Administrator:
                WriteRights(json, kind);
                break;
            case ChatRole.Kicked:
                json["until_date"] = 0;
                break;
        }
        return json;
    }

    static void WriteRights(JsonObject json, ChatKind kind)
    {
        json["can_be_edited"] = false;
        json["is_anonymous"] = false;
        json["can_promote_members"] = false;
        foreach (var right in Rights)
        {
            json[right] = true;
        }
        foreach (
            var right in kind == ChatKind.Channel
                ? ["can_post_messages", "can_edit_messages"]
                : (string[])["can_pin_messages"]
        )
        {
            json[right] = true;
        }
    }
}
