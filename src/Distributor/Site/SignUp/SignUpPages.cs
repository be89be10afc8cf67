using Distributor.Digests;
using Distributor.Site.Forms;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Links;
using Distributor.Subscribers.SigningUp;
using Distributor.Templates;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Distributor.Site.SignUp;

/// <summary>
/// <c>/subscribe</c> and <c>/confirm/{token}</c>: sign-up with double opt-in. The answer to a form is the same for every address,
/// and takes as long, so that nobody learns who reads us.
/// </summary>
public static class SignUpPages
{
    /// <summary>At least this long the answer takes: longer than what is done for any address.</summary>
    internal static readonly TimeSpan Evenly = TimeSpan.FromMilliseconds(300);

    public static void MapSignUp(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").WithPageHeaders().ExcludeFromDescription();
        pages.MapGet("/subscribe", FormAsync);
        pages.MapPost("/subscribe", SignUpAsync).Guarded();
        pages.MapGet("/confirm/{token}", AskAsync);
        pages.MapPost("/confirm/{token}", ConfirmAsync).Guarded();
    }

    private static async Task<IResult> FormAsync(
        HttpContext context,
        Database database,
        IOptions<SiteOptions> site,
        IOptions<DigestOptions> digests
    )
    {
        var language = PageLanguage.Of(context);
        var form = new WishForm
        {
            AllTopics = true,
            At = DigestOptions.Format(digests.Value.DefaultLocalTime),
            TimeZone = TimeZones.Find(site.Value.TimeZone) ?? "UTC",
            Language = language.Tag,
        };
        return Page(language, form, await TopicChoice.AllAsync(database, context.RequestAborted), guessZone: true);
    }

    private static async Task<IResult> SignUpAsync(
        HttpContext context,
        Database database,
        SignUpService signUps,
        TimeProvider time
    )
    {
        var language = PageLanguage.Of(context);
        var fields = await FormGuard.FieldsAsync(context);
        var topics = await TopicChoice.AllAsync(database, context.RequestAborted);
        // The empty form has all topics ticked.
        var form = WishForm.Read(fields, hasEmail: true, topics).Since(new WishForm { AllTopics = true });
        if (form.Errors.Count > 0)
        {
            var page = Page(language, form, topics);
            page.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return page;
        }
        var evenly = Task.Delay(Evenly, time, CancellationToken.None);
        // Only a robot fills in the field that nobody sees; it is told the same as everybody.
        if (fields["website"].ToString().Length == 0 && EmailAddress.TryParse(form.Email, out var email))
        {
            await signUps.RequestAsync(
                email,
                new SignUpChoices
                {
                    Topics = form.ChosenTopics,
                    Cadence = form.Cadence,
                    Breaking = form.Breaking && form.Cadence is Subscribers.Cadence.Daily or Subscribers.Cadence.Weekly,
                    At = form.Time,
                    Weekday = form.Weekday,
                    TimeZone = TimeZones.Find(form.TimeZone)!,
                    Language = WordLanguages.Find(form.Language) ?? language.Tag,
                },
                $"{TemplateVersion.Current}/{language.Tag}",
                FormGuard.IpOf(context),
                CancellationToken.None
            );
        }
        await evenly;
        return MessagePage.Result(
            language,
            new Message("reader.signUp", "sent")
            {
                Slots = new Dictionary<string, string> { ["email"] = form.Email },
                Aside = "reader.signUp.sentAside",
            }
        );
    }

    private static async Task<IResult> AskAsync(
        string token,
        HttpContext context,
        LinkTokens tokens,
        SignUpService signUps,
        NodaTime.IClock clock
    )
    {
        var language = PageLanguage.Of(context);
        if (await tokens.ReadFreshAsync(LinkPurpose.Confirm, token, context.RequestAborted) is not { } link)
        {
            return MessagePage.Result(language, LinkMessages.Unknown);
        }
        var signUp = await signUps.ReadAsync(link, context.RequestAborted);
        if (signUp is { IsUsed: true })
        {
            return MessagePage.Result(language, LinkMessages.Used);
        }
        if (link.ExpiresAt <= clock.GetCurrentInstant())
        {
            return MessagePage.Result(language, Expired);
        }
        return signUp is null
            ? MessagePage.Result(language, LinkMessages.Unknown)
            : MessagePage.Result(
                Spoken(context, language, signUp.SignUp),
                new Message("reader.confirm")
                {
                    Slots = await ShownAsync(context, signUp.SignUp.AddressId),
                    Steps = [new("reader.confirm.button", $"/confirm/{token}", IsPost: true)],
                    Aside = "reader.confirm.aside",
                    CanSwitch = true,
                }
            );
    }

    private static async Task<IResult> ConfirmAsync(
        string token,
        HttpContext context,
        LinkTokens tokens,
        SignUpService signUps
    )
    {
        var language = PageLanguage.Of(context);
        if (await tokens.ReadFreshAsync(LinkPurpose.Confirm, token, context.RequestAborted) is not { } link)
        {
            return MessagePage.Result(language, LinkMessages.Unknown);
        }
        if (await signUps.ReadAsync(link, context.RequestAborted) is { } signUp)
        {
            language = Spoken(context, language, signUp.SignUp);
        }
        // Not cancelled with the connection: a browser that hangs up has confirmed all the same.
        var result = await signUps.ConfirmAsync(link, FormGuard.IpOf(context), CancellationToken.None);
        return MessagePage.Result(
            language,
            result switch
            {
                ConfirmResult.Confirmed => new Message("reader.confirm", "done")
                {
                    Steps =
                    [
                        new(
                            "reader.confirm.settings",
                            "/preferences/"
                                + await tokens.CreateAsync(
                                    LinkPurpose.Preferences,
                                    link.AddressId,
                                    CancellationToken.None
                                ),
                            Style: "quiet"
                        ),
                    ],
                },
                ConfirmResult.Used => LinkMessages.Used,
                ConfirmResult.Expired => Expired,
                _ => LinkMessages.Unknown,
            }
        );
    }

    private static Message Expired { get; } =
        LinkMessages.Expired with
        {
            Steps = [new("reader.confirm.again", "/subscribe")],
        };

    /// <summary>The language of the form, unless another was asked for.</summary>
    private static PageLanguage Spoken(HttpContext context, PageLanguage asked, Subscribers.SigningUp.SignUp signUp) =>
        asked.IsChosen ? asked : PageLanguage.For(SignUpChoices.FromJson(signUp.Choices).Language);

    private static async Task<Dictionary<string, string>> ShownAsync(HttpContext context, long addressId) =>
        new()
        {
            ["email"] =
                await ReaderAddress.ShownAsync(
                    context.RequestServices.GetRequiredService<Database>(),
                    addressId,
                    context.RequestAborted
                ) ?? "",
        };

    private static RazorComponentResult<SubscribePage> Page(
        PageLanguage language,
        WishForm form,
        IReadOnlyList<TopicChoice> topics,
        bool guessZone = false
    ) =>
        new(
            new
            {
                Language = language,
                Form = form,
                Topics = topics,
                GuessZone = guessZone,
            }
        );
}
