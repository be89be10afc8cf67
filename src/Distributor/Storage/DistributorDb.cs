using Distributor.Api;
using Distributor.Articles;
using Distributor.Articles.Topics;
using Distributor.Bot;
using Distributor.Dashboard.Access;
using Distributor.Delivery;
using Distributor.Delivery.Figures;
using Distributor.Sources;
using Distributor.Sources.Polling;
using Distributor.Subscribers;
using Distributor.Subscribers.Bulk;
using Distributor.Subscribers.Importing;
using Distributor.Subscribers.Links;
using Distributor.Subscribers.Moving;
using Distributor.Subscribers.Saving;
using Distributor.Subscribers.SigningUp;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Storage;

/// <summary>
/// The whole database, once for both providers. <see cref="PostgresDb"/> and <see cref="SqliteDb"/> say only what differs.
/// Rows of the ledger (<see cref="Deliveries"/>, <see cref="RunCounts"/>) are read here and written by its statements.
/// </summary>
public abstract class DistributorDb(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<Source> Sources => Set<Source>();
    public DbSet<Article> Articles => Set<Article>();
    public DbSet<ArticleRevision> ArticleRevisions => Set<ArticleRevision>();
    public DbSet<ArticleTopic> ArticleTopics => Set<ArticleTopic>();
    public DbSet<ArticleSequence> ArticleSequences => Set<ArticleSequence>();
    public DbSet<Story> Stories => Set<Story>();
    public DbSet<Topic> Topics => Set<Topic>();
    public DbSet<TopicAlias> TopicAliases => Set<TopicAlias>();

    public DbSet<Subscriber> Subscribers => Set<Subscriber>();
    public DbSet<Address> Addresses => Set<Address>();
    public DbSet<Subscription> Subscriptions => Set<Subscription>();
    public DbSet<SubscriptionEvent> SubscriptionEvents => Set<SubscriptionEvent>();
    public DbSet<DigestSchedule> DigestSchedules => Set<DigestSchedule>();
    public DbSet<ForgottenAddress> ForgottenAddresses => Set<ForgottenAddress>();
    public DbSet<SignUp> SignUps => Set<SignUp>();
    public DbSet<AddressMove> AddressMoves => Set<AddressMove>();
    public DbSet<UsedLink> UsedLinks => Set<UsedLink>();
    public DbSet<TopicMute> TopicMutes => Set<TopicMute>();
    public DbSet<SavedStory> SavedStories => Set<SavedStory>();

    public DbSet<BotUpdate> BotUpdates => Set<BotUpdate>();
    public DbSet<BotChat> BotChats => Set<BotChat>();

    public DbSet<Run> Runs => Set<Run>();
    public DbSet<RunCount> RunCounts => Set<RunCount>();
    public DbSet<Edition> Editions => Set<Edition>();
    public DbSet<Lane> Lanes => Set<Lane>();
    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();
    public DbSet<DeliveryEvent> DeliveryEvents => Set<DeliveryEvent>();
    public DbSet<DeliveryMinute> DeliveryMinutes => Set<DeliveryMinute>();
    public DbSet<PollRecord> Polls => Set<PollRecord>();
    public DbSet<SubscriberImport> SubscriberImports => Set<SubscriberImport>();
    public DbSet<BulkChange> BulkChanges => Set<BulkChange>();
    public DbSet<BulkChangeRow> BulkChangeRows => Set<BulkChangeRow>();

    public DbSet<Admin> Admins => Set<Admin>();
    public DbSet<AdminSession> AdminSessions => Set<AdminSession>();
    public DbSet<AdminInvite> AdminInvites => Set<AdminInvite>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public DbSet<AuditEntry> Audit => Set<AuditEntry>();
    public DbSet<LockRow> Locks => Set<LockRow>();
    public DbSet<SettingRow> Settings => Set<SettingRow>();
    public DbSet<SecretRow> Secrets => Set<SecretRow>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<IdempotentAnswer> IdempotentAnswers => Set<IdempotentAnswer>();

    /// <summary>A time as a statement of our own passes it: the type of the column differs between the providers.</summary>
    internal object Stored(Instant time) => this is SqliteDb ? time.ToUnixTimeTicks() : time;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<ArticleState>().HaveConversion<LowerCaseWord<ArticleState>>();
        configurationBuilder.Properties<SourceKind>().HaveConversion<LowerCaseWord<SourceKind>>();
        configurationBuilder.Properties<SourceState>().HaveConversion<LowerCaseWord<SourceState>>();
        configurationBuilder.Properties<AddressState>().HaveConversion<LowerCaseWord<AddressState>>();
        configurationBuilder.Properties<RunKind>().HaveConversion<LowerCaseWord<RunKind>>();
        configurationBuilder.Properties<RunState>().HaveConversion<LowerCaseWord<RunState>>();
        configurationBuilder.Properties<EditionState>().HaveConversion<LowerCaseWord<EditionState>>();
        configurationBuilder.Properties<AdminRole>().HaveConversion<LowerCaseWord<AdminRole>>();
        configurationBuilder.Properties<ImportState>().HaveConversion<LowerCaseWord<ImportState>>();
        configurationBuilder.Properties<LaneState>().HaveConversion<LowerCaseWord<LaneState>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArticleModel.Configure(modelBuilder);
        SubscriberModel.Configure(modelBuilder);
        DeliveryModel.Configure(modelBuilder);
        SystemModel.Configure(modelBuilder);
        AdminModel.Configure(modelBuilder);
    }
}
