using Distributor.Site.Forms;
using Distributor.Subscribers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributor.Site.MyLink;

/// <summary><c>/my-link</c>: mails readers the link to their settings. The answer is the same for every address.</summary>
public static class MyLinkPages
{
    public static void MapMyLink(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/my-link").WithPageHeaders().ExcludeFromDescription();
        pages.MapGet("", IResult (HttpContext context) => Page(PageLanguage.Of(context), new WishForm()));
        pages.MapPost("", SendAsync).Guarded();
    }

    private static async Task<IResult> SendAsync(HttpContext context, LinkByMail mails, TimeProvider time)
    {
        var language = PageLanguage.Of(context);
        var fields = await FormGuard.FieldsAsync(context);
        var typed = fields["email"].ToString().Trim();
        if (typed.Length > 254 || !EmailAddress.TryParse(typed, out var email))
        {
            var page = Page(
                language,
                new WishForm
                {
                    Email = typed,
                    Errors = new Dictionary<string, string> { ["email"] = "reader.error.email" },
                }
            );
            page.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return page;
        }
        var evenly = Task.Delay(SignUp.SignUpPages.Evenly, time, CancellationToken.None);
        if (fields["website"].ToString().Length == 0)
        {
            await mails.SendSettingsAsync(email, FormGuard.IpOf(context), CancellationToken.None);
        }
        await evenly;
        return MessagePage.Result(
            language,
            new Message("reader.myLink", "sent") { Slots = new Dictionary<string, string> { ["email"] = typed } }
        );
    }

    private static RazorComponentResult<MyLinkPage> Page(PageLanguage language, WishForm form) =>
        new(new { Language = language, Form = form });
}
