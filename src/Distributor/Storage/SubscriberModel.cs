using Distributor.Articles.Topics;
using Distributor.Bot;
using Distributor.Delivery;
using Distributor.Subscribers;
using Distributor.Subscribers.Bulk;
using Distributor.Subscribers.Importing;
using Distributor.Subscribers.Links;
using Distributor.Subscribers.Moving;
using Distributor.Subscribers.Saving;
using Distributor.Subscribers.SigningUp;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Storage;

/// <summary>Keys and indexes of people, addresses and what they asked for.</summary>
internal static class SubscriberModel
{
    public static void Configure(ModelBuilder model)
    {
        model
            .Entity<Subscriber>()
            .HasMany(s => s.Addresses)
            .WithOne(a => a.Subscriber)
            .HasForeignKey(a => a.SubscriberId);

        model.Entity<Address>(address =>
        {
            address.HasIndex(a => new { a.Channel, a.Value }).IsUnique();
            address.HasIndex(a => a.SubscriberId);
            address.HasIndex(a => a.ChatId).HasFilter("chat_id IS NOT NULL");
            // Quiet hours that end soon are looked for every minute.
            address.HasIndex(a => a.QuietUntil).HasFilter("quiet_until IS NOT NULL");
            // Lists filter by state and show the newest first.
            address.HasIndex(a => new { a.State, a.SubscriberId });
            // So are those whose pause is over, and those to be erased.
            address.HasIndex(a => a.PausedUntil).HasFilter("paused_until IS NOT NULL");
            address.HasIndex(a => a.EraseAt).HasFilter("erase_at IS NOT NULL");
            address.HasOne<Lane>().WithMany().HasForeignKey(a => a.LaneId);
            address.HasMany(a => a.Subscriptions).WithOne().HasForeignKey(s => s.AddressId);
            address.HasMany(a => a.Schedules).WithOne().HasForeignKey(s => s.AddressId);
        });
        model.Entity<Subscription>(subscription =>
        {
            subscription.HasKey(s => new
            {
                s.AddressId,
                s.TopicId,
                s.Cadence,
            });
            // Planning walks this one in order of addresses, ten thousand at a time.
            subscription.HasIndex(s => new
            {
                s.TopicId,
                s.Cadence,
                s.AddressId,
            });
            subscription.HasOne<Topic>().WithMany().HasForeignKey(s => s.TopicId);
        });
        model.Entity<SubscriptionEvent>().HasIndex(e => new { e.AddressId, e.Id });
        model.Entity<DigestSchedule>(schedule =>
        {
            schedule.HasKey(s => new { s.AddressId, s.Cadence });
            schedule.Property(s => s.Weekday).HasDefaultValue(IsoDayOfWeek.Monday).HasSentinel(IsoDayOfWeek.None);
            schedule.HasIndex(s => new { s.NextAt, s.AddressId });
        });
        model.Entity<ForgottenAddress>().HasKey(f => f.Hmac);
        model.Entity<SubscriberImport>();
        model.Entity<BulkChange>();
        model.Entity<BulkChangeRow>(row =>
        {
            row.HasKey(r => new { r.ChangeId, r.AddressId });
            row.HasOne<BulkChange>().WithMany().HasForeignKey(r => r.ChangeId);
        });
        ConfigureWishes(model);
    }

    /// <summary>What readers ask for on the pages and in chats before it becomes a subscription, or beside it.</summary>
    private static void ConfigureWishes(ModelBuilder model)
    {
        model.Entity<SignUp>(signUp =>
        {
            signUp.HasIndex(s => s.AddressId);
            signUp.HasIndex(s => s.ExpiresAt).HasFilter("confirmed_at IS NULL");
        });
        model.Entity<AddressMove>(move =>
        {
            move.HasIndex(m => m.AddressId);
            move.HasIndex(m => m.NewAddressId);
        });
        model.Entity<UsedLink>().HasKey(link => new { link.Purpose, link.Subject });
        model.Entity<TopicMute>(mute =>
        {
            mute.HasKey(m => new { m.AddressId, m.TopicId });
            mute.HasIndex(m => m.TopicId);
        });
        model.Entity<SavedStory>(saved =>
        {
            saved.HasKey(s => new { s.AddressId, s.StoryId });
            saved.HasIndex(s => s.AtSequence);
        });
        model.Entity<BotUpdate>(update =>
        {
            update.HasKey(u => u.UpdateId);
            update.Property(u => u.UpdateId).ValueGeneratedNever();
            update.HasIndex(u => u.UpdateId).HasDatabaseName("ix_bot_updates_open").HasFilter("handled_at IS NULL");
            update.HasIndex(u => u.HandledAt).HasFilter("handled_at IS NOT NULL");
        });
        model.Entity<BotChat>(chat =>
        {
            chat.HasKey(c => c.ChatId);
            chat.Property(c => c.ChatId).ValueGeneratedNever();
        });
    }
}
