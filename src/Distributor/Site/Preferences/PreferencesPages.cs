using System.Security.Cryptography;
using Distributor.Channels;
using Distributor.Site.Forms;
using Distributor.Subscribers;
using Distributor.Subscribers.Links;
using Distributor.Subscribers.Moving;
using Distributor.Subscribers.Unsubscribing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Site.Preferences;

/// <summary>
/// <c>/preferences/{token}</c>: everything a reader may change with the link of their mails. What would hurt in wrong hands
/// (download, deletion, another address) asks for a freshly mailed link besides.
/// </summary>
public static class PreferencesPages
{
    private static readonly Duration LinkTime = Duration.FromMinutes(15);

    public static void MapPreferences(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/preferences/{token}").WithPageHeaders().ExcludeFromDescription();
        pages.MapGet("", ShowAsync);
        pages.MapPost("", SaveAsync).Guarded();
        pages.MapPost("/pause", PauseAsync).Guarded();
        pages.MapPost("/resume", ResumeAsync).Guarded();
        pages.MapPost("/back", ComeBackAsync).Guarded();
        pages.MapPost("/unsubscribe", UnsubscribeAsync).Guarded();
        pages.MapPost("/telegram", TelegramAsync).Guarded();
        pages.MapPost("/move", MoveAsync).Guarded();
        pages.MapPost("/data", DataAsync).Guarded();
    }

    private static async Task<IResult> ShowAsync([AsParameters] PreferencesRequest request) =>
        await request.FindAsync() is { } found
            ? await PageAsync(request, found, WishForm.Of(found.Wishes))
            : request.Unknown();

    private static async Task<IResult> SaveAsync([AsParameters] PreferencesRequest request)
    {
        if (await request.FindAsync() is not { } found)
        {
            return request.Unknown();
        }
        var topics = await TopicChoice.AllAsync(request.Database, CancellationToken.None);
        var fields = await FormGuard.FieldsAsync(request.Context);
        var shown = WishForm.Of(found.Wishes);
        var form = WishForm.Read(fields, hasEmail: false, topics).Since(shown);
        if (form.Errors.Count > 0)
        {
            return await PageAsync(request, found, form, StatusCodes.Status422UnprocessableEntity);
        }
        var change = form.ToChange();
        await request.Preferences.ChangeAsync(
            found.Reader.Id,
            form.WantsTheSameAs(shown) ? change with { Topics = null } : change,
            "reader",
            CancellationToken.None
        );
        return request.Back("?saved=1");
    }

    private static async Task<IResult> PauseAsync([AsParameters] PreferencesRequest request)
    {
        if (await request.FindAsync() is not { } found)
        {
            return request.Unknown();
        }
        var typed = (await FormGuard.FieldsAsync(request.Context))["pauseUntil"].ToString().Trim();
        var zone = TimeZones.Of(found.Wishes.TimeZone);
        var today = request.Clock.GetCurrentInstant().InZone(zone).Date;
        var day = LocalDatePattern.Iso.Parse(typed);
        if (!day.Success || day.Value <= today || day.Value > today.PlusYears(5))
        {
            var form = WishForm.Of(found.Wishes) with
            {
                Errors = new Dictionary<string, string> { ["pauseUntil"] = "reader.error.pauseUntil" },
            };
            return await PageAsync(request, found, form, StatusCodes.Status422UnprocessableEntity, pauseUntil: typed);
        }
        await request.Preferences.PauseAsync(
            found.Reader.Id,
            zone.AtStartOfDay(day.Value).ToInstant(),
            "reader",
            CancellationToken.None
        );
        return request.Back("?saved=1");
    }

    private static async Task<IResult> ResumeAsync([AsParameters] PreferencesRequest request)
    {
        if (await request.FindAsync() is not { } found)
        {
            return request.Unknown();
        }
        await request.Preferences.ResumeAsync(found.Reader.Id, "reader", CancellationToken.None);
        return request.Back("?saved=1");
    }

    private static async Task<IResult> ComeBackAsync(
        [AsParameters] PreferencesRequest request,
        UnsubscribeService unsubscribing
    )
    {
        if (await request.FindAsync() is not { } found)
        {
            return request.Unknown();
        }
        await unsubscribing.UndoAsync(found.Reader.Id, "reader", CancellationToken.None);
        return request.Back("?saved=1");
    }

    private static async Task<IResult> UnsubscribeAsync(
        [AsParameters] PreferencesRequest request,
        UnsubscribeService unsubscribing
    )
    {
        if (await request.FindAsync() is not { } found)
        {
            return request.Unknown();
        }
        await unsubscribing.UnsubscribeAsync(found.Reader.Id, "reader", CancellationToken.None);
        return request.Back("");
    }

    private static async Task<IResult> TelegramAsync([AsParameters] PreferencesRequest request)
    {
        if (await request.FindAsync() is not { } found)
        {
            return request.Unknown();
        }
        var payload = await request.Tokens.CreateFreshAsync(
            LinkPurpose.LinkChat,
            new FreshLink(
                found.Reader.Id,
                BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))),
                request.Clock.GetCurrentInstant() + LinkTime
            ),
            CancellationToken.None
        );
        return
            found.Reader.Channel == ChannelKind.Email
            && await request.Bot.CreateAsync(payload, CancellationToken.None) is { } link
            ? MessagePage.Result(
                found.Language,
                new Message("reader.wishes", "telegramReady")
                {
                    Steps = [new("reader.wishes.telegramOpen", link.AbsoluteUri)],
                }
            )
            : MessagePage.Result(found.Language, new Message("reader.wishes", "telegramAway"));
    }

    private static async Task<IResult> MoveAsync([AsParameters] PreferencesRequest request, MoveService moves)
    {
        if (await request.FindAsync() is not { } found || found.Reader.Channel != ChannelKind.Email)
        {
            return request.Unknown();
        }
        var typed = (await FormGuard.FieldsAsync(request.Context))["email"].ToString().Trim();
        var error =
            typed.Length > 254 || !EmailAddress.TryParse(typed, out _) ? "reader.error.email"
            : typed.Equals(found.Wishes.ShownAs, StringComparison.OrdinalIgnoreCase) ? "reader.error.emailSame"
            : null;
        if (error is not null || !EmailAddress.TryParse(typed, out var target))
        {
            var form = WishForm.Of(found.Wishes) with
            {
                Errors = new Dictionary<string, string> { ["email"] = error ?? "reader.error.email" },
            };
            return await PageAsync(request, found, form, StatusCodes.Status422UnprocessableEntity, newEmail: typed);
        }
        var evenly = Task.Delay(SignUp.SignUpPages.Evenly, request.Time, CancellationToken.None);
        await moves.BeginAsync(found.Reader.Id, target, FormGuard.IpOf(request.Context), CancellationToken.None);
        await evenly;
        return MessagePage.Result(found.Language, new Message("reader.wishes", "moveSent"));
    }

    private static async Task<IResult> DataAsync([AsParameters] PreferencesRequest request, LinkByMail mails)
    {
        if (await request.FindAsync() is not { } found || found.Reader.Channel != ChannelKind.Email)
        {
            return request.Unknown();
        }
        await mails.SendDataAsync(found.Reader.Id, FormGuard.IpOf(request.Context), CancellationToken.None);
        return MessagePage.Result(
            found.Language,
            new Message("reader.wishes", "dataSent")
            {
                Slots = new Dictionary<string, string> { ["email"] = found.Reader.Shown },
            }
        );
    }

    private static async Task<IResult> PageAsync(
        PreferencesRequest request,
        FoundReader found,
        WishForm form,
        int status = StatusCodes.Status200OK,
        string newEmail = "",
        string pauseUntil = ""
    )
    {
        var zone = TimeZones.Of(found.Wishes.TimeZone);
        await using var db = request.Database.CreateDbContext();
        var linked = await db.Addresses.AnyAsync(
            a =>
                a.SubscriberId == found.Wishes.SubscriberId
                && a.Channel == ChannelKind.Telegram
                && a.State == AddressState.Active,
            request.Context.RequestAborted
        );
        return new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<PreferencesPage>(
            new
            {
                found.Language,
                request.Token,
                found.Reader,
                found.Wishes,
                Form = form,
                Topics = await TopicChoice.AllAsync(request.Database, request.Context.RequestAborted),
                Tomorrow = LocalDatePattern.Iso.Format(request.Clock.GetCurrentInstant().InZone(zone).Date.PlusDays(1)),
                Saved = status == StatusCodes.Status200OK && request.Context.Request.Query.ContainsKey("saved"),
                IsLinked = linked,
                CanLink = request.Bot.IsConfigured,
                NewEmail = newEmail,
                PauseUntil = pauseUntil,
            }
        )
        {
            StatusCode = status,
        };
    }
}
