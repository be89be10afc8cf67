using Distributor.Articles;
using Distributor.Articles.Reading;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Editions;
using Distributor.Planning;
using Distributor.Storage;
using Distributor.Subscribers.Unsubscribing;
using Distributor.Tests.Articles.Intake;
using Distributor.Tests.Delivery;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Planning;

/// <summary>
/// Corrections of delivered alerts, on both databases. Longer than most files because it is one list of promises: nobody keeps
/// an old headline, and nobody is edited in vain.
/// </summary>
public sealed class EditingTests(MigratedDatabases databases) : IClassFixture<MigratedDatabases>
{
    private const DatabaseProvider Sqlite = DatabaseProvider.Sqlite;
    private const DatabaseProvider Postgres = DatabaseProvider.Postgres;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_corrected_headline_is_changed_in_place_and_says_what_it_was(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider, "--Site:TimeZone=Europe/Madrid");
        await world.ReadersAsync(3);
        await world.MailReaderAsync();
        await world.AlertAsync();
        await world.SendAllAsync();
        var mails = new TestChannel<EmailMessage>();
        await world.Sending.RoundAsync(mails);
        Assert.Single(mails.Messages);

        world.Pass(Duration.FromMinutes(20));
        await world.CorrectAsync("Harbour open again");
        await world.SendAllAsync();
        Assert.Empty(world.Edits);
        await world.FiveMinutesLaterAsync();
        await world.Sending.RoundAsync(mails);

        Assert.Empty(mails.Messages.Skip(1)); // a mail cannot be changed
        Assert.Equal(3, world.Edits.Count);
        Assert.Equal(3, world.Edits.DistinctBy(edit => edit.ChatId).Count());
        Assert.All(
            world.Edits,
            edit =>
            {
                Assert.Equal(EditWorld.MessageIdOf(edit.ChatId), edit.EditMessageId);
                Assert.Contains("Harbour open again</b>", edit.Html, StringComparison.Ordinal);
                // 09:20 in London, 10:20 where the publication is.
                Assert.Contains(
                    "Headline changed 10:20. Before: <s>Harbour closed</s>",
                    edit.Html,
                    StringComparison.Ordinal
                );
                Assert.Null(edit.Photo);
                Assert.Equal(
                    world.Channel.Messages[0].Buttons.Select(button => button.Text),
                    edit.Buttons.Select(button => button.Text)
                );
            }
        );
        var run = Assert.Single(await world.RunsAsync());
        Assert.Equal((RunState.Done, Priorities.Edit), (run.State, run.Priority));
        Assert.Equal($"edit:{run.StoryId}:2", run.Key);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Corrections_within_five_minutes_are_one_edit_and_a_later_one_is_another(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(2);
        await world.AlertAsync();
        await world.SendAllAsync();

        await world.CorrectAsync("Harbour half open");
        world.Pass(Duration.FromMinutes(4));
        await world.CorrectAsync("Harbour open");
        Assert.Single(await world.RunsAsync());
        world.Pass(Duration.FromMinutes(1));
        await world.PlanAsync();
        await world.SendAllAsync();
        Assert.Equal(2, world.Edits.Count);
        Assert.All(world.Edits, edit => Assert.Contains("Harbour open</b>", edit.Html, StringComparison.Ordinal));

        await world.CorrectAsync("Harbour closed for good");
        world.Pass(Duration.FromMinutes(4));
        await world.PlanAsync();
        await world.SendAllAsync();
        Assert.Equal(2, world.Edits.Count);
        await world.FiveMinutesLaterAsync();

        Assert.Equal(4, world.Edits.Count);
        Assert.All(
            world.Chats().Values,
            html =>
            {
                Assert.Contains("Harbour closed for good</b>", html, StringComparison.Ordinal);
                Assert.Contains("<s>Harbour closed</s>", html, StringComparison.Ordinal);
            }
        );
        Assert.All(await world.RunsAsync(), run => Assert.Equal(RunState.Done, run.State));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task The_same_correction_twice_and_a_correction_below_the_alert_edit_nothing(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(2);
        await world.AlertAsync();
        await world.SendAllAsync();
        await world.CorrectAsync("Harbour open");
        await world.FiveMinutesLaterAsync();

        await world.CorrectAsync("Harbour open");
        await world.CorrectAsync(article =>
            article with
            {
                Title = "Harbour open",
                Text = "More to read.",
                Html = "<p>More</p>",
            }
        );
        await world.FiveMinutesLaterAsync();

        Assert.Single(await world.RunsAsync());
        Assert.Equal(2, world.Edits.Count);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_correction_taken_back_within_five_minutes_edits_nothing(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(2);
        await world.AlertAsync();
        await world.SendAllAsync();

        await world.CorrectAsync("Harbour open");
        await world.CorrectAsync(EditWorld.Headline);
        await world.FiveMinutesLaterAsync();

        Assert.Empty(world.Edits);
        Assert.Equal(
            [(DeliveryState.Suppressed, "nothing changed"), (DeliveryState.Suppressed, "nothing changed")],
            await world.RowsAsync(0)
        );
        Assert.Equal(RunState.Done, Assert.Single(await world.RunsAsync()).State);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_correction_taken_back_after_its_edit_is_edited_back(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(2);
        await world.AlertAsync();
        await world.SendAllAsync();
        var before = world.Chats();

        await world.CorrectAsync("Harbour open");
        await world.FiveMinutesLaterAsync();
        await world.CorrectAsync(EditWorld.Headline);
        await world.FiveMinutesLaterAsync();

        Assert.Equal(4, world.Edits.Count);
        Assert.Equal(before, world.Chats());
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_correction_in_the_middle_of_a_send_reaches_those_alerted_after_it_too(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(60);
        await world.AlertAsync();
        Assert.Equal(50, await world.SendAsync());

        await world.CorrectAsync("Harbour open");
        world.Pass(EditRuns.Pause);
        var report = await world.PlanAsync();
        Assert.Equal(50, report!.Planned);
        Assert.NotNull(report.PlanAgainAt);
        // The other ten alerts go first, with the words fixed when the first was sent.
        await world.SendAllAsync();
        Assert.Equal(50, world.Edits.Count);
        Assert.Equal(
            10,
            world.Chats().Values.Count(html => html.Contains("Harbour closed</b>", StringComparison.Ordinal))
        );
        await world.FiveMinutesLaterAsync();

        Assert.Equal(60, world.Edits.Count);
        Assert.Equal(60, world.Edits.DistinctBy(edit => edit.ChatId).Count());
        Assert.Equal(RunState.Done, Assert.Single(await world.RunsAsync()).State);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task An_alert_first_sent_after_the_correction_is_not_edited(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(2);
        await world.AlertAsync();

        await world.CorrectAsync("Harbour open");
        await world.FiveMinutesLaterAsync();
        await world.FiveMinutesLaterAsync();

        Assert.Equal(2, world.Channel.Messages.Count);
        Assert.Empty(world.Edits);
        Assert.All(world.Chats().Values, html => Assert.Contains("Harbour open</b>", html, StringComparison.Ordinal));
        Assert.All(await world.RowsAsync(0), row => Assert.Equal((DeliveryState.Suppressed, "nothing changed"), row));
        Assert.Equal(RunState.Done, Assert.Single(await world.RunsAsync()).State);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Whoever_was_never_alerted_or_has_gone_is_not_edited(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        var readers = await world.ReadersAsync(4);
        await world.AlertAsync();
        world.Answers(message => message.ChatId == 7001 ? Outcome.Failed("blocked") : null);
        await world.SendAllAsync();
        await world.CorrectAsync("Harbour open");
        await world.Sending.Service<UnsubscribeService>().UnsubscribeAsync(readers[1], "reader", Token);

        world.Pass(EditRuns.Pause);
        await world.PlanAsync();
        await world.Sending.Service<UnsubscribeService>().UnsubscribeAsync(readers[2], "reader", Token);
        await world.SendAllAsync();

        Assert.Equal(7004, Assert.Single(world.Edits).ChatId);
        Assert.Equal(
            [(DeliveryState.Suppressed, "unsubscribed"), (DeliveryState.Accepted, null)],
            await world.RowsAsync(0)
        );
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Mails_that_cannot_go_out_do_not_keep_an_edit_waiting(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(1);
        await world.MailReaderAsync();
        await world.AlertAsync();
        await world.SendAllAsync();

        await world.CorrectAsync("Harbour open");
        await world.FiveMinutesLaterAsync();

        Assert.Single(world.Edits);
        Assert.Equal(RunState.Done, Assert.Single(await world.RunsAsync()).State);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task When_no_alert_was_accepted_the_run_ends_with_nothing(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(2);
        await world.AlertAsync();
        world.Answers(_ => Outcome.Failed("blocked"));
        await world.SendAllAsync();

        await world.CorrectAsync("Harbour open");
        await world.FiveMinutesLaterAsync();

        Assert.Equal(RunState.Done, Assert.Single(await world.RunsAsync()).State);
        Assert.Empty(await world.RowsAsync(0));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task An_edit_that_waited_never_puts_old_words_over_newer_ones(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(2);
        await world.AlertAsync();
        await world.SendAllAsync();
        await world.CorrectAsync("Harbour half open");
        world.Answers(message =>
            message.ChatId == 7001 ? Outcome.Deferred("full") with { CountsAsFailure = true } : null
        );
        await world.FiveMinutesLaterAsync();

        await world.CorrectAsync("Harbour open");
        world.Pass(EditRuns.Pause);
        await world.PlanAsync();
        world.Answers(_ => null);
        await world.Sending.MakeDueAsync();
        await world.SendAllAsync();
        await world.PlanAsync();

        Assert.Equal(
            [(DeliveryState.Suppressed, "a newer edit follows"), (DeliveryState.Accepted, null)],
            await world.RowsAsync(0)
        );
        Assert.All(world.Chats().Values, html => Assert.Contains("Harbour open</b>", html, StringComparison.Ordinal));
        Assert.All(await world.RunsAsync(), run => Assert.Equal(RunState.Done, run.State));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task After_an_edit_that_may_have_arrived_the_old_words_are_sent_again(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(2);
        await world.AlertAsync();
        await world.SendAllAsync();
        await world.CorrectAsync("Harbour open");
        world.Answers(_ => Outcome.Deferred("timeout") with { IsAmbiguous = true });
        world.Pass(EditRuns.Pause);
        await world.PlanAsync();
        await world.SendAsync();

        await world.CorrectAsync(EditWorld.Headline);
        world.Answers(_ => null);
        world.Pass(EditRuns.Pause);
        await world.PlanAsync();
        await world.Sending.MakeDueAsync();
        await world.SendAllAsync();

        Assert.All(await world.RowsAsync(1), row => Assert.Equal((DeliveryState.Accepted, null), row));
        Assert.All(world.Chats().Values, html => Assert.DoesNotContain("open", html, StringComparison.Ordinal));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_correction_while_the_run_has_begun_and_was_killed_opens_the_next_and_loses_nothing(
        DatabaseProvider provider
    )
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(2);
        await world.AlertAsync();
        await world.SendAllAsync();
        await world.CorrectAsync("Harbour half open");
        world.Pass(EditRuns.Pause);
        await BeginAndDieAsync(world);

        await world.CorrectAsync("Harbour open");
        Assert.Equal(2, (await world.RunsAsync()).Count);
        await world.PlanAsync();
        await world.SendAllAsync();
        await world.FiveMinutesLaterAsync();

        // The first was begun again after the second correction and read it: there is nothing left for the second.
        Assert.Equal(2, world.Edits.Count);
        Assert.All(world.Chats().Values, html => Assert.Contains("Harbour open</b>", html, StringComparison.Ordinal));
        Assert.All(await world.RowsAsync(1), row => Assert.Equal((DeliveryState.Suppressed, "nothing changed"), row));
    }

    [Fact]
    public async Task A_correction_that_joins_a_run_just_being_begun_is_waited_for()
    {
        await using var world = await EditWorld.CreateAsync(databases, Postgres);
        await world.ReadersAsync(2);
        await world.AlertAsync();
        await world.SendAllAsync();
        await world.CorrectAsync("Harbour half open");
        world.Pass(EditRuns.Pause);
        await using var db = world.Sending.Database.CreateDbContext();
        await using var correcting = await db.Database.BeginTransactionAsync(Token);
        await CorrectInAsync(db, "Harbour open");

        var run = Assert.Single(await world.RunsAsync());
        var planning = Task.Run(() => world.Sending.Service<EditPlanner>().PlanAsync(run.Id, Token), Token);
        await SomebodyWaitsForALockAsync(world.Sending.Database);
        await correcting.CommitAsync(Token);
        await planning;
        await world.SendAllAsync();

        Assert.Single(await world.RunsAsync());
        Assert.Equal(2, world.Edits.Count);
        Assert.All(world.Chats().Values, html => Assert.Contains("Harbour open</b>", html, StringComparison.Ordinal));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Planners_of_one_run_at_once_write_each_edit_once(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(20);
        await world.AlertAsync();
        await world.SendAllAsync();
        await world.CorrectAsync("Harbour open");
        world.Pass(EditRuns.Pause);
        var run = Assert.Single(await world.RunsAsync());

        var written = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => world.Sending.Service<EditPlanner>().PlanAsync(run.Id, Token))
        );
        await world.SendAllAsync();

        Assert.Equal(20, written.Sum());
        Assert.Equal(20, world.Edits.Count);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task An_alert_sent_with_a_picture_keeps_it_and_its_caption_is_changed(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(1);
        // Not sent yet, so the alert goes out with this picture.
        await world.AlertAsync();
        await world.CorrectAsync(article =>
            article with
            {
                Image = new ArticleImage(new Uri("https://paper.example/a.jpg")),
            }
        );
        await world.SendAllAsync();

        await world.CorrectAsync("Harbour open");
        await world.FiveMinutesLaterAsync();

        var edit = Assert.Single(world.Edits);
        Assert.Equal(new Uri("https://paper.example/a.jpg"), edit.Photo);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task An_alert_in_the_outbox_or_in_several_parts_has_no_message_to_edit(DatabaseProvider provider)
    {
        await using var world = await EditWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(3);
        await world.AlertAsync();
        world.Answers(message =>
            message.ChatId switch
            {
                7001 => Outcome.Accepted("20261123T073000042Z-1-1-0.json"),
                7002 => Outcome.Accepted("17,18"),
                _ => null,
            }
        );
        await world.SendAllAsync();

        await world.CorrectAsync("Harbour open");
        await world.FiveMinutesLaterAsync();

        Assert.Equal(7003, Assert.Single(world.Edits).ChatId);
        Assert.Equal(
            [
                (DeliveryState.Suppressed, "no message to edit"),
                (DeliveryState.Suppressed, "no message to edit"),
                (DeliveryState.Accepted, null),
            ],
            await world.RowsAsync(0)
        );
    }

    /// <summary>What the intake does with a correction, up to its commit.</summary>
    private static async Task CorrectInAsync(DistributorDb db, string title)
    {
        var article = await db.Articles.Include(a => a.CurrentRevision).SingleAsync(Token);
        var revision = new ArticleRevision
        {
            ArticleId = article.Id,
            Number = ++article.Revision,
            Title = title,
            Lead = article.CurrentRevision!.Lead,
            Html = article.CurrentRevision.Html,
            Text = article.CurrentRevision.Text,
            ContentHash = title,
            CreatedAt = IntakeWorld.Now,
        };
        db.ArticleRevisions.Add(revision);
        await db.SaveChangesAsync(Token);
        article.CurrentRevisionId = revision.Id;
        await EditRuns.OpenAsync(db, article, title, IntakeWorld.Now, Token);
        await db.SaveChangesAsync(Token);
    }

    private static async Task SomebodyWaitsForALockAsync(Database database)
    {
        await using var db = database.CreateDbContext();
        while (
            await db
                .Database.SqlQuery<int>(
                    $"""
                    SELECT count(*)::int AS "Value" FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock'
                    """
                )
                .SingleAsync(Token) == 0
        )
        {
            // It comes to the lock, or the run of the tests ends.
        }
    }

    /// <summary>A process makes the editions of the run, which begins it, and is killed before it reads the words.</summary>
    private static async Task BeginAndDieAsync(EditWorld world)
    {
        var run = Assert.Single(await world.RunsAsync());
        await using var db = world.Sending.Database.CreateDbContext();
        var alert = await db
            .Editions.AsNoTracking()
            .SingleAsync(
                edition => edition.State == EditionState.Frozen && edition.Channel == ChannelKind.Telegram,
                Token
            );
        await world
            .Sending.Service<EditionStore>()
            .EnsureAsync(
                [
                    new EditionDraft(
                        run.Id,
                        ChannelKind.Telegram,
                        alert.Language,
                        "UTC",
                        EditionDraft.Edit,
                        EditionContents.FromJson(alert.Contents) with
                        {
                            AlertedWith = new AlertedWith(alert.Revisions[0], null),
                        }
                    ),
                ],
                Token
            );
    }
}
