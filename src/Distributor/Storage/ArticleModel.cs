using Distributor.Articles;
using Distributor.Articles.Topics;
using Distributor.Sources;
using Distributor.Sources.Polling;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Storage;

/// <summary>Keys and indexes of sources, articles, stories and topics.</summary>
internal static class ArticleModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Source>(source =>
        {
            source.HasIndex(s => s.Address).IsUnique();
            source.HasIndex(s => s.NextPollAt);
            source.HasMany(s => s.Topics).WithOne().HasForeignKey(t => t.SourceId);
        });
        model.Entity<PollRecord>(poll =>
        {
            poll.ToTable("polls");
            poll.HasIndex(p => new { p.SourceId, p.Id });
            poll.HasOne<Source>().WithMany().HasForeignKey(p => p.SourceId);
        });
        model.Entity<SourceTopic>(topic =>
        {
            topic.HasKey(t => new { t.SourceId, t.TopicId });
            topic.HasOne<Topic>().WithMany().HasForeignKey(t => t.TopicId);
        });

        model.Entity<Article>(article =>
        {
            article.HasIndex(a => new { a.SourceId, a.GuidKey }).IsUnique();
            article.HasIndex(a => a.Sequence).IsUnique();
            article.HasIndex(a => new { a.State, a.Id });
            article.HasIndex(a => a.StoryId);
            // What came in today.
            article.HasIndex(a => a.ReceivedAt);
            // The archive shows a day.
            article.HasIndex(a => a.CompletedAt).HasFilter("completed_at IS NOT NULL");
            // The push API knows an article by its address too.
            article.HasIndex(a => new { a.SourceId, a.Url });
            article.HasOne<Source>().WithMany().HasForeignKey(a => a.SourceId);
            article.HasOne<Story>().WithMany().HasForeignKey(a => a.StoryId);
            // Article and revision name each other: the article is written first, its current revision second.
            article.HasOne(a => a.CurrentRevision).WithMany().HasForeignKey(a => a.CurrentRevisionId);
            article.HasMany(a => a.Topics).WithOne().HasForeignKey(t => t.ArticleId);
        });
        model.Entity<ArticleTopic>(topic =>
        {
            topic.HasKey(t => new { t.ArticleId, t.TopicId });
            topic.HasIndex(t => new { t.TopicId, t.ArticleId });
            topic.HasOne<Topic>().WithMany().HasForeignKey(t => t.TopicId);
        });
        model.Entity<ArticleRevision>(revision =>
        {
            revision.HasIndex(r => new { r.ArticleId, r.Number }).IsUnique();
            revision.HasOne<Article>().WithMany().HasForeignKey(r => r.ArticleId);
        });
        model.Entity<ArticleSequence>(sequence =>
        {
            sequence.Property(s => s.Id).ValueGeneratedNever();
            sequence.HasData(new ArticleSequence { Id = 1, Value = 0 });
        });

        model.Entity<Topic>(topic =>
        {
            topic.HasIndex(t => t.Slug).IsUnique();
            topic.HasMany(t => t.Aliases).WithOne().HasForeignKey(a => a.TopicId);
            topic.HasData(
                new Topic
                {
                    Id = Topic.EverythingId,
                    Slug = Topic.EverythingSlug,
                    Name = "Everything",
                    CreatedAt = Instant.FromUnixTimeTicks(0),
                }
            );
        });
        model.Entity<TopicAlias>().HasKey(a => a.Alias);
    }
}
