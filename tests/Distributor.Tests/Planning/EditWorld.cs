using System.Globalization;
using Distributor.Articles.Reading;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Jobs;
using Distributor.Planning;
using Distributor.Storage;
using Distributor.Tests.Articles.Intake;
using Distributor.Tests.Delivery;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Planning;

/// <summary>
/// A newsroom with one story, corrected again and again, and chats that show what was last sent to them. A message's id is made
/// of its chat, so that an edit of somebody else's message is seen.
/// </summary>
public sealed class EditWorld : IAsyncDisposable
{
    public const string Headline = "Harbour closed";

    private const string Topic = "World";

    private readonly SendingWorld world;
    private Func<TelegramMessage, Outcome?> answer = _ => null;

    private EditWorld(SendingWorld world)
    {
        this.world = world;
        Channel = new TestChannel<TelegramMessage>(message =>
            answer(message) ?? Outcome.Accepted(MessageIdOf(message.ChatId).ToString(CultureInfo.InvariantCulture))
        );
    }

    public SendingWorld Sending => world;

    public TestChannel<TelegramMessage> Channel { get; }

    public IReadOnlyList<TelegramMessage> Edits =>
        [.. Channel.Messages.Where(message => message.EditMessageId is not null)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<EditWorld> CreateAsync(
        MigratedDatabases databases,
        DatabaseProvider provider,
        params string[] settings
    ) => new(await SendingWorld.CreateAsync(databases, provider, settings));

    public static int MessageIdOf(long chat) => (int)chat * 3;

    public async Task<List<long>> ReadersAsync(int count) =>
        await world.ReadersAsync(count, await world.TopicAsync(Topic));

    public async Task<long> MailReaderAsync() =>
        await world.ReaderAsync(ChannelKind.Email, topics: await world.TopicAsync(Topic));

    public Task<long> AlertAsync() => world.AlertAsync(Topic, Headline);

    /// <summary>What the channel answers from now on; null accepts.</summary>
    public void Answers(Func<TelegramMessage, Outcome?> how) => answer = how;

    public Task CorrectAsync(string title) => CorrectAsync(article => article with { Title = title });

    public Task CorrectAsync(Func<ReadArticle, ReadArticle> change) => world.CorrectAsync(Topic, Headline, change);

    public void Pass(Duration time) => world.Clock.Advance(time);

    /// <summary>One round on the wire.</summary>
    public Task<int> SendAsync() => world.RoundAsync(Channel);

    public async Task SendAllAsync()
    {
        while (await SendAsync() > 0)
        {
            // Until nothing is due.
        }
    }

    /// <summary>The jobs of all unfinished edit runs, the oldest first.</summary>
    public async Task<RunReport?> PlanAsync()
    {
        RunReport? last = null;
        foreach (var run in (await RunsAsync()).Where(run => run.FinishedAt is null))
        {
            last = await ActivatorUtilities
                .CreateInstance<RunJob>(world.Service<IServiceProvider>())
                .ExecuteAsync(run.Id, "", Token);
        }
        return last;
    }

    /// <summary>Five minutes pass, the edits are planned, and everything due is sent.</summary>
    public async Task FiveMinutesLaterAsync()
    {
        Pass(EditRuns.Pause);
        await PlanAsync();
        await SendAllAsync();
        await PlanAsync();
    }

    /// <summary>Edit runs, in the order they were opened.</summary>
    public async Task<List<Run>> RunsAsync()
    {
        await using var db = world.Database.CreateDbContext();
        return await db
            .Runs.AsNoTracking()
            .Where(run => run.Kind == RunKind.Edit)
            .OrderBy(run => run.Id)
            .ToListAsync(Token);
    }

    /// <summary>Rows of an edit run by state and reason.</summary>
    public async Task<List<(DeliveryState State, string? Reason)>> RowsAsync(int run)
    {
        var id = (await RunsAsync())[run].Id;
        return [.. (await world.RowsAsync()).Where(row => row.RunId == id).Select(row => (row.State, row.Reason))];
    }

    /// <summary>What each chat shows: the newest message or edit that arrived there.</summary>
    public Dictionary<long, string> Chats() =>
        Channel.Messages.GroupBy(message => message.ChatId).ToDictionary(chat => chat.Key, chat => chat.Last().Html);

    public async ValueTask DisposeAsync()
    {
        await world.CountsMustEqualTheTableAsync();
        await world.DisposeAsync();
    }
}
