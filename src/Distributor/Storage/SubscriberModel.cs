using Distributor.Articles.Topics;
using Distributor.Delivery;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;

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
            schedule.HasIndex(s => new { s.NextAt, s.AddressId });
        });
        model.Entity<ForgottenAddress>().HasKey(f => f.Hmac);
    }
}
