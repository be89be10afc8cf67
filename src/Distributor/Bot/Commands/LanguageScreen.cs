using System.Globalization;
using Distributor.Bot.Talking;
using Distributor.Subscribers;
using Distributor.Subscribers.Preferences;

namespace Distributor.Bot.Commands;

/// <summary><c>/language</c>: the language of our words. Articles keep theirs.</summary>
internal sealed class LanguageScreen(Screens screens) : ICommand, IButton
{
    public string Name => "language";

    public bool Changes => true;

    public bool NeedsAddress => true;

    public IReadOnlyList<string> Verbs => [Name];

    public bool ChangesByPress(string verb) => true;

    public async Task OpenAsync(Visit visit, string argument, CancellationToken cancellationToken)
    {
        if (argument.Length > 0 && Find(argument) is { } language)
        {
            visit = await ChangeAsync(visit, language, cancellationToken);
        }
        await screens.ShowAsync(visit, Message(visit), cancellationToken);
    }

    public async Task PressAsync(Visit visit, IReadOnlyList<string> said, CancellationToken cancellationToken)
    {
        if (said is [_, var tag] && WordLanguages.All.Contains(tag))
        {
            visit.Toast = new Toast(new BotWords(tag)["language.changed"]);
            visit = (await ChangeAsync(visit, tag, cancellationToken)) with { Toast = visit.Toast };
        }
        await screens.ShowAsync(visit, Message(visit), cancellationToken);
    }

    /// <summary>The name a language has in itself: العربية.</summary>
    public static string OwnName(string language)
    {
        var name = CultureInfo.GetCultureInfo(language).NativeName;
        return string.Concat(name[..1].ToUpper(CultureInfo.GetCultureInfo(language)), name[1..]);
    }

    private async Task<Visit> ChangeAsync(Visit visit, string language, CancellationToken cancellationToken) =>
        (await screens.ChangeAsync(visit, new WishChange { Language = language }, cancellationToken)) with
        {
            Words = new BotWords(language),
        };

    private static string? Find(string text) =>
        WordLanguages.All.FirstOrDefault(language =>
            OwnName(language).Equals(text, StringComparison.OrdinalIgnoreCase)
            || CultureInfo.GetCultureInfo(language).EnglishName.Equals(text, StringComparison.OrdinalIgnoreCase)
        ) ?? WordLanguages.Find(text);

    private BotMessage Message(Visit visit) =>
        visit
            .Lines()
            .Title(visit.Words["language.title"])
            .Line(visit.Words["language.how"])
            .With([
                .. Screens.Pairs(
                    WordLanguages.All.Select(language =>
                        visit.Button(
                            Screens.Ticked(visit.Wishes!.Language == language, OwnName(language)),
                            $"{Name}:{language}"
                        )
                    )
                ),
                [visit.Button(visit.Words["button.settings"], "settings")],
            ]);
}
