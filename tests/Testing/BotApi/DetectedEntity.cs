using System.Text.RegularExpressions;
using Distributor.Testing.Telegram;

namespace Distributor.Testing.BotApi;

/// <summary>
/// What the server makes clickable by itself, outside code and links: commands, mentions, hashtags, addresses. The rules
/// of the real one are longer; these find the plain cases.
/// </summary>
sealed partial record DetectedEntity(string Type, int Offset, int Length)
{
    public static IEnumerable<DetectedEntity> In(string text, IReadOnlyList<TelegramEntity> entities) =>
        Patterns()
            .Matches(text)
            .Where(match =>
                !entities.Any(entity =>
                    (entity.IsCode || entity.Url is not null)
                    && entity.Offset < match.Index + match.Length
                    && match.Index < entity.End
                )
            )
            .Select(match => new DetectedEntity(
                match.Groups.Values.Skip(1).First(group => group.Success).Name,
                match.Index,
                match.Length
            ));

    [GeneratedRegex(
        """
            (?<url>https?://[^\s<>"']*[\w/=&])
            |(?<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
            |(?<![\w/@<.])(?<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])
            |(?<![\w@])(?<mention>@[A-Za-z][A-Za-z0-9_]{2,31})(?!\w)
            |(?<!\w)(?<hashtag>\#\w*[^\W\d]\w*)
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Patterns();
}
