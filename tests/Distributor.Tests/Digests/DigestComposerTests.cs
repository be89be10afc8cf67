using CsCheck;
using Distributor.Articles.Topics;
using Distributor.Delivery.Editions;
using Distributor.Digests;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Digests;

/// <summary>
/// Which stories a digest holds, in which order; the window of every test is 10 (told) to 100. Longer than most files because it
/// is one list of rules.
/// </summary>
public sealed class DigestComposerTests
{
    private const int World = 2;
    private const int Culture = 3;
    private const int Sport = 4;
    private static readonly Instant Alerted = Instant.FromUtc(2026, 11, 23, 6, 15);

    [Fact]
    public void Nothing_new_is_no_digest() =>
        Assert.Null(Compose([Story(1, 10, World), Story(2, 101, World)], [World]));

    [Fact]
    public void The_window_begins_after_its_first_number_and_ends_with_its_last()
    {
        CandidateStory[] stories =
        [
            Story(1, 10, World),
            Story(2, 11, World),
            Story(3, 100, World),
            Story(4, 101, World),
        ];

        Assert.Equal([3, 2], Told(Compose(stories, [World])));
    }

    [Fact]
    public void A_story_told_before_the_window_is_not_told_again_when_another_article_joins_it()
    {
        CandidateStory[] stories = [OfTwo(1, 9, 40), OfTwo(2, 30, 40)];

        Assert.Equal([2], Told(Compose(stories, [World])));
    }

    [Fact]
    public void An_earlier_article_of_a_topic_the_reader_did_not_choose_told_them_nothing()
    {
        var story = new CandidateStory(1, false, false, [new(5, [Sport]), new(40, [World])]);

        Assert.Equal([1], Told(Compose([story], [World])));
        Assert.Null(Compose([story], [World, Sport]));
    }

    [Fact]
    public void Topics_not_chosen_stay_out()
    {
        Assert.Equal([1], Told(Compose([Story(1, 20, World), Story(2, 30, Sport)], [World])));
        Assert.Null(Compose([Story(1, 20, World)], []));
    }

    [Fact]
    public void Everything_means_also_articles_without_a_topic()
    {
        var digest = Compose([Story(1, 20, World), Story(2, 30)], [Topic.EverythingId]);

        Assert.Equal([2, 1], Told(digest));
        Assert.Equal(Topic.EverythingId, digest!.Lead.TopicId);
    }

    [Fact]
    public void A_story_is_filed_under_the_first_of_its_topics_that_the_reader_chose()
    {
        var story = Story(1, 20, Sport, World, Culture);

        Assert.Equal(World, Compose([story], [Culture, World])!.Lead.TopicId);
        Assert.Equal(Culture, Compose([story], [Culture])!.Lead.TopicId);
        Assert.Equal(Sport, Compose([story], [Topic.EverythingId])!.Lead.TopicId);
        // Somebody who has everything and named one topic finds it under that one.
        Assert.Equal(Culture, Compose([story], [Topic.EverythingId, Culture])!.Lead.TopicId);
    }

    [Fact]
    public void Without_anything_better_the_newest_story_leads() =>
        Assert.Equal(2, Compose([Story(1, 20, World), Story(2, 30, World)], [World])!.Lead.StoryId);

    [Fact]
    public void A_story_with_a_picture_leads_when_it_is_among_the_best_five()
    {
        CandidateStory[] plain = [.. Enumerable.Range(1, 6).Select(i => Story(i, 20 + i, World))];

        Assert.Equal(2, Compose(WithPicture(plain, 2), [World])!.Lead.StoryId);
        Assert.Equal(6, Compose(WithPicture(plain, 1), [World])!.Lead.StoryId);
    }

    [Fact]
    public void Breaking_news_leads_whatever_the_pictures()
    {
        CandidateStory[] stories =
        [
            Story(1, 20, World) with
            {
                Breaking = true,
            },
            Story(2, 30, World) with
            {
                HasPicture = true,
            },
        ];

        Assert.Equal(1, Compose(stories, [World])!.Lead.StoryId);
    }

    [Fact]
    public void What_was_alerted_comes_last_marked_and_does_not_lead()
    {
        CandidateStory[] stories =
        [
            Story(1, 20, World),
            Story(2, 90, World) with
            {
                Breaking = true,
                HasPicture = true,
            },
        ];

        var digest = Compose(stories, [World], alerted: 2)!;

        Assert.Equal([1, 2], Told(digest));
        Assert.Null(digest.Lead.AlertedAt);
        Assert.Equal(Alerted, digest.Stories.Last().AlertedAt);
    }

    [Fact]
    public void What_was_alerted_can_be_left_out()
    {
        CandidateStory[] stories = [Story(1, 20, World), Story(2, 90, World)];

        Assert.Equal([1], Told(Compose(stories, [World], skipAlerted: true, alerted: 2)));
        Assert.Null(Compose([stories[1]], [World], skipAlerted: true, alerted: 2));
    }

    [Fact]
    public void Places_are_dealt_in_turn_so_that_a_busy_topic_crowds_out_no_other()
    {
        CandidateStory[] stories =
        [
            .. Enumerable.Range(1, 10).Select(i => Story(i, 50 + i, World)),
            Story(11, 20, Culture),
            Story(12, 21, Sport),
            Story(13, 22, Sport),
        ];

        var digest = Compose(stories, [World, Culture, Sport], most: 6)!;

        Assert.Equal([(World, 2, 7), (Sport, 2, 0), (Culture, 1, 0)], Shape(digest));
        // Of each topic the newest are shown.
        Assert.Equal([9, 8], digest.Topics[0].Stories.Select(story => story.StoryId));
    }

    [Fact]
    public void Places_a_small_topic_leaves_go_to_the_others() =>
        Assert.Equal(
            [(World, 4, 0), (Culture, 1, 0)],
            Shape(
                Compose(
                    [.. Enumerable.Range(1, 5).Select(i => Story(i, 50 + i, World)), Story(6, 20, Culture)],
                    [World, Culture],
                    most: 20
                )!
            )
        );

    [Fact]
    public void A_digest_of_one_story_counts_the_others()
    {
        CandidateStory[] stories = [Story(1, 20, World), Story(2, 30, World), Story(3, 40, Sport)];

        var digest = Compose(stories, [World, Sport], most: 1)!;

        Assert.Equal([3], Told(digest));
        Assert.Equal([(World, 0, 2)], Shape(digest));
    }

    [Fact]
    public void Readers_with_the_same_wish_share_the_same_words_whatever_the_order_of_reading()
    {
        CandidateStory[] stories = [.. Enumerable.Range(1, 8).Select(i => Story(i, 20 + i, 2 + (i % 3)))];

        Assert.Equal(
            Compose(stories, [World, Culture, Sport])!.ToJson(),
            Compose([.. stories.Reverse()], [Sport, Culture, World])!.ToJson()
        );
    }

    [Fact]
    public void What_is_shown_and_what_is_counted_are_together_all_that_is_new() =>
        Gen.Select(Stories, Gen.Int[1, 12], Gen.Int[1, 4].HashSet[0, 4], Gen.Bool)
            .Sample(
                (stories, most, topics, skip) =>
                {
                    var alerted = stories
                        .Where(story => story.StoryId % 5 == 0)
                        .ToDictionary(s => s.StoryId, _ => Alerted);
                    var digest = DigestComposer.Compose(
                        stories,
                        new DigestWish(new LocalDate(2026, 11, 23), topics, 10, 100, alerted),
                        most,
                        skip
                    );
                    var expected = stories
                        .Where(story => IsNew(story, topics) && !(skip && alerted.ContainsKey(story.StoryId)))
                        .Select(story => story.StoryId)
                        .ToHashSet();
                    var shown = digest is null ? [] : Told(digest);

                    Assert.Equal(expected.Count == 0, digest is null);
                    Assert.Equal(shown.Length, shown.Distinct().Count());
                    Assert.Subset(expected, shown.ToHashSet());
                    Assert.Equal(expected.Count, shown.Length + (digest?.Topics.Sum(topic => topic.More) ?? 0));
                    Assert.Equal(Math.Min(expected.Count, most), shown.Length);
                    Assert.All(digest?.Topics ?? [], topic => Assert.True(topic.More >= 0));
                }
            );

    /// <summary>The rule again, in other words: heard of now for the first time in a topic of theirs.</summary>
    private static bool IsNew(CandidateStory story, HashSet<int> topics)
    {
        var heard = story
            .Articles.Where(article => topics.Contains(Topic.EverythingId) || topics.Overlaps(article.TopicIds))
            .Select(article => article.Sequence)
            .DefaultIfEmpty(0)
            .Min();
        return heard is > 10 and <= 100;
    }

    private static readonly Gen<CandidateArticle> Article = Gen.Select(Gen.Long[1, 120], Gen.Int[2, 5].Array[0, 3])
        .Select((sequence, topics) => new CandidateArticle(sequence, [.. topics.Distinct()]));

    private static readonly Gen<CandidateStory[]> Stories = Gen.Select(Gen.Bool, Gen.Bool, Article.Array[1, 3])
        .Array[0, 30]
        .Select(all =>
            all.Select((story, i) => new CandidateStory(i, story.Item1, story.Item2, story.Item3)).ToArray()
        );

    private static CandidateStory Story(long id, long sequence, params int[] topics) =>
        new(id, false, false, [new CandidateArticle(sequence, topics)]);

    private static CandidateStory OfTwo(long id, long first, long second) =>
        new(id, false, false, [new(first, [World]), new(second, [World])]);

    private static CandidateStory[] WithPicture(CandidateStory[] stories, long id) =>
        [.. stories.Select(story => story.StoryId == id ? story with { HasPicture = true } : story)];

    private static EditionContents? Compose(
        CandidateStory[] stories,
        int[] topics,
        int most = 20,
        bool skipAlerted = false,
        long? alerted = null
    )
    {
        Dictionary<long, Instant> alerts = alerted is { } story ? new() { [story] = Alerted } : [];
        return DigestComposer.Compose(
            stories,
            new DigestWish(new LocalDate(2026, 11, 23), topics.ToHashSet(), 10, 100, alerts),
            most,
            skipAlerted
        );
    }

    private static long[] Told(EditionContents? digest) => [.. digest!.Stories.Select(story => story.StoryId)];

    private static (int Topic, int Shown, int More)[] Shape(EditionContents digest) =>
        [.. digest.Topics.Select(topic => (topic.TopicId, topic.Stories.Count, topic.More))];
}
