using Distributor.Articles;
using Distributor.Articles.Desk;
using Distributor.Delivery;
using Distributor.Planning.Forecasts;
using Distributor.Sources.Pushing;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Tests.Spine;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Dashboard.Articles;

/// <summary>What admins see of articles: the list, whom they reached, whom they will reach; on both databases.</summary>
public sealed class ArticleListTests
{
    private const DatabaseProvider Sqlite = DatabaseProvider.Sqlite;
    private const DatabaseProvider Postgres = DatabaseProvider.Postgres;
    private const string Actor = "admin:rosa@paper.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task The_list_filters_searches_pages_and_says_whom_each_article_reached(DatabaseProvider provider)
    {
        await using var newsroom = await Newsroom.OpenAsync(provider, HarbourWire.Start);
        await newsroom.ImportAsync(
            """
            email,name,telegram_chat_id,topics,telegram,digest
            ada@example.org,Ada,,World,off,daily
            ,Ben,5001,World,instant,off
            ,Cid,5002,World,instant,off
            """
        );
        var ferry = await PushAsync(newsroom, "Ferry sails again", "World");
        var press = await PushAsync(newsroom, "Пресса о пароме", "Culture", breaking: true);
        var held = await PushAsync(newsroom, "50% off_peak", "World", isHeld: true);
        await newsroom.DeliverAsync();
        newsroom.Clock.Now += Duration.FromDays(1);
        await newsroom.DeliverAsync();

        Assert.Equal([held, press, ferry], await IdsAsync(newsroom, new ArticleFilter()));
        Assert.Equal([ferry], await IdsAsync(newsroom, new ArticleFilter("SAILS ferry")));
        Assert.Equal([press], await IdsAsync(newsroom, new ArticleFilter("пресса")));
        Assert.Equal([held], await IdsAsync(newsroom, new ArticleFilter("% _")));
        Assert.Equal([held, ferry], await IdsAsync(newsroom, new ArticleFilter(Topic: "world")));
        Assert.Equal([press], await IdsAsync(newsroom, new ArticleFilter(Breaking: true)));
        Assert.Equal([held], await IdsAsync(newsroom, new ArticleFilter(State: ArticleState.Waiting)));
        var day = HarbourWire.Start;
        Assert.Equal(
            3,
            (await IdsAsync(newsroom, new ArticleFilter(From: day, Until: day + Duration.FromHours(1)))).Count
        );
        Assert.Empty(await IdsAsync(newsroom, new ArticleFilter(From: day - Duration.FromDays(1), Until: day)));
        var list = newsroom.App.Service<ArticleList>();
        Assert.Equal(new ArticleCount(2), await list.CountAsync(new ArticleFilter(Topic: "world"), Token));
        var first = await list.ReadAsync(new ArticleFilter(), long.MaxValue, 2, Token);
        var second = await list.ReadAsync(new ArticleFilter(), first.Next!.Value, 2, Token);
        Assert.Equal((2, 1, null), (first.Items.Count, second.Items.Count, second.Next));

        var line = second.Items[0];
        Assert.Equal((2L, 1), (line.Alerted, line.Digests));
        Assert.Equal(["World"], line.Topics);
        var dossier = await newsroom.App.Service<ArticleDossiers>().ReadAsync(ferry, Token);
        Assert.Equal(2, dossier!.Alert!.Totals.Accepted);
        Assert.Equal(["Ben", "Cid"], dossier.Reached.Select(row => row.Name));
        Assert.Equal(RunKind.Digest, Assert.Single(dossier.Digests).Kind);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_dry_run_counts_who_will_get_it_and_what_keeps_the_others(DatabaseProvider provider)
    {
        await using var newsroom = await Newsroom.OpenAsync(provider, HarbourWire.Start);
        await newsroom.ImportAsync(
            """
            email,name,telegram_chat_id,topics,telegram,digest,status
            ,Ben,5001,World,instant,off,active
            ,Cid,5002,,instant,off,active
            ,Dan,5003,World,breaking,off,active
            ,Eve,5004,World,instant,off,paused
            ,Fay,5005,World,instant,off,active
            ,Gil,5006,World,instant,off,active
            ,Hal,5007,Energy,instant,off,active
            ada@example.org,Ada,,World,off,daily,active
            """
        );
        var id = await PushAsync(newsroom, "Ferry sails again", "World", isHeld: true);
        await using (var db = newsroom.App.NewDb())
        {
            var now = newsroom.Clock.Now;
            await db
                .Addresses.Where(a => a.Value == "5005")
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(a => a.QuietFrom, now - Duration.FromHours(1))
                            .SetProperty(a => a.QuietUntil, now + Duration.FromHours(7)),
                    Token
                );
            var world = await db.Topics.Where(t => t.Name == "World").Select(t => t.Id).SingleAsync(Token);
            var gil = await db.Addresses.Where(a => a.Value == "5006").Select(a => a.Id).SingleAsync(Token);
            await newsroom
                .App.Service<Distributor.Subscribers.Saving.MuteService>()
                .MuteAsync(gil, world, now + Duration.FromDays(1), Token);
            var rows = await db.Deliveries.CountAsync(Token);

            var forecast = (await newsroom.App.Service<AlertForecast>().OfAsync(id, Token))!;

            Assert.Equal(
                (false, 3, 1, 1, 1),
                (forecast.AlertsPlanned, forecast.Alerts, forecast.Quiet, forecast.Paused, forecast.Muted)
            );
            Assert.Equal(
                [("World", Cadence.Instant, 3), ("*", Cadence.Instant, 1)],
                forecast.ByTopic.Select(list => (list.Topic, list.Cadence, list.Readers))
            );
            Assert.Equal((1, true), (forecast.Digests[0].Readers, forecast.Digests[0].First > now));
            Assert.Equal(rows, await db.Deliveries.CountAsync(Token));
            Assert.Equal(0, await db.Runs.CountAsync(run => run.ArticleId == id, Token));
        }
        await AnswersAsync(newsroom, id);
    }

    private static async Task AnswersAsync(Newsroom newsroom, long id)
    {
        var answers = newsroom.App.Service<ReaderAnswers>();
        Assert.Equal(AlertAnswer.Yes, await AnswerAsync("5001"));
        Assert.Equal(AlertAnswer.Yes, await AnswerAsync("ci"));
        Assert.Equal(AlertAnswer.OnlyBreaking, await AnswerAsync("Dan"));
        Assert.Equal(AlertAnswer.NotActive, await AnswerAsync("5004"));
        Assert.Equal(AlertAnswer.QuietHours, await AnswerAsync("5005"));
        Assert.Equal(AlertAnswer.Muted, await AnswerAsync("5006"));
        Assert.Equal(AlertAnswer.FollowsNone, await AnswerAsync("hal"));
        Assert.Equal(AlertAnswer.OnlyDigest, await AnswerAsync("ADA@example"));
        Assert.NotNull((await answers.FindAsync(id, "ada", Token))[0].DigestAt);
        Assert.Empty(await answers.FindAsync(id, "nobody%", Token));

        await newsroom.App.Service<ArticleDesk>().ReleaseAsync(id, Actor, Token);
        await newsroom.DeliverAsync();
        var told = Assert.Single(await answers.FindAsync(id, "5001", Token));
        Assert.Equal((AlertAnswer.Told, DeliveryState.Accepted), (told.Alert, told.Delivery));

        async Task<AlertAnswer> AnswerAsync(string who) => Assert.Single(await answers.FindAsync(id, who, Token)).Alert;
    }

    private static async Task<long> PushAsync(
        Newsroom newsroom,
        string title,
        string topic,
        bool breaking = false,
        bool isHeld = false
    )
    {
        var pushed = await newsroom
            .App.Service<PushIntake>()
            .ByHandAsync(
                new PushedArticle
                {
                    Guid = title,
                    Title = title,
                    Text = "The ferry of the northern coast sails every two hours.",
                    Topics = [topic],
                    Breaking = breaking,
                },
                "Harbour Wire",
                isHeld,
                Actor,
                Token
            );
        return pushed.Taken!.ArticleId;
    }

    private static async Task<List<long>> IdsAsync(Newsroom newsroom, ArticleFilter filter) =>
        [
            .. (await newsroom.App.Service<ArticleList>().ReadAsync(filter, long.MaxValue, 50, Token)).Items.Select(
                article => article.Id
            ),
        ];
}
