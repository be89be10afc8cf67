using Distributor.Channels;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Overview;
using Distributor.Dashboard.Shell;
using Distributor.Delivery;
using Distributor.Delivery.Figures;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Dashboard.Channels;

/// <summary>The roads messages take, whether they are in order, and what they carried today.</summary>
public static class ChannelPages
{
    public static void MapChannels(this RouteGroupBuilder desk)
    {
        desk.MapGet("/settings", () => new Site.Forms.SeeOther("/admin/settings/topics"));
        desk.MapGet("/settings/channels", ShowAsync);
        desk.MapPost("/settings/channels/{lane:int}/try", TryAsync).RequireAuthorization(AdminPolicies.Editor);
        desk.MapPost("/settings/channels/{channel}/check", CheckAsync).RequireAuthorization(AdminPolicies.Editor);
    }

    private static async Task<IResult> ShowAsync(
        Database database,
        SendingFigures figures,
        LiveFigures live,
        WarmUp warmUp,
        IChannel<EmailMessage> mail,
        IChannel<TelegramMessage> telegram,
        HttpContext context
    )
    {
        await using var db = database.CreateDbContext();
        return DeskRoutes.Page<ChannelsPage>(
            (
                nameof(ChannelsPage.Lanes),
                await db.Lanes.AsNoTracking().OrderBy(lane => lane.Id).ToListAsync(context.RequestAborted)
            ),
            (nameof(ChannelsPage.Today), await figures.SinceAsync(live.Midnight, context.RequestAborted)),
            (nameof(ChannelsPage.WarmUp), await warmUp.TodayAsync(context.RequestAborted)),
            (nameof(ChannelsPage.MailIsReal), mail.IsReal),
            (nameof(ChannelsPage.TelegramIsReal), telegram.IsReal),
            (nameof(ChannelsPage.MayWork), AdminPolicies.IsEditor(context))
        );
    }

    /// <summary>Ends the wait of a lane: the next message is tried now. What is still out of order says so again.</summary>
    private static async Task<IResult> TryAsync(int lane, Database database, IClock clock, HttpContext context)
    {
        await using var db = database.CreateDbContext();
        var found = await db.Lanes.SingleOrDefaultAsync(one => one.Id == lane, context.RequestAborted);
        if (found is null)
        {
            return DeskRoutes.Missing();
        }
        db.Audit.Add(
            new AuditEntry
            {
                At = clock.GetCurrentInstant(),
                Actor = AdminPolicies.Actor(context),
                Action = "lane.try",
                Subject = $"lane:{found.Key}",
                Before = found.Reason,
            }
        );
        (found.HeldUntil, found.State) = (null, LaneState.Open);
        await db.SaveChangesAsync(context.RequestAborted);
        return DeskRoutes.Done(
            context,
            "/admin/settings/channels",
            $"{LaneNames.Of(found.Key)} is tried with the next message."
        );
    }

    /// <summary>Asks the outside whether it is there, without sending anything.</summary>
    private static async Task<IResult> CheckAsync(
        string channel,
        IChannel<EmailMessage> mail,
        IChannel<TelegramMessage> telegram,
        HttpContext context
    )
    {
        var (name, answer) = channel switch
        {
            "email" => ("The mail relay", await mail.ProbeAsync(context.RequestAborted)),
            "telegram" => ("The Bot API", await telegram.ProbeAsync(context.RequestAborted)),
            _ => (null, null),
        };
        return name is null
            ? DeskRoutes.Missing()
            : DeskRoutes.Done(
                context,
                "/admin/settings/channels",
                answer is null ? $"{name} answers." : $"{name}: {answer}",
                answer is null ? Tone.Good : Tone.Bad
            );
    }
}
