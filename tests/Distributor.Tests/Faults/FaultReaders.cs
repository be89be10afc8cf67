using System.Globalization;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers;
using NodaTime;

namespace Distributor.Tests.Faults;

/// <summary>Readers who want every article of one topic at once, each in a chat and in a mailbox.</summary>
internal static class FaultReaders
{
    public const string Topic = "Harbours";

    public static async Task AddAsync(DistributorDb db, int count, CancellationToken cancellationToken)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        var topic = new Distributor.Articles.Topics.Topic
        {
            Slug = "harbours",
            Name = Topic,
            CreatedAt = now,
        };
        db.Topics.Add(topic);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var n in Enumerable.Range(1, count))
        {
            var value = n.ToString("D5", CultureInfo.InvariantCulture);
            db.Subscribers.Add(
                new Subscriber
                {
                    CreatedAt = now,
                    Addresses =
                    [
                        Address(ChannelKind.Telegram, Lane.Telegram, "7" + value, topic.Id, now),
                        Address(ChannelKind.Email, Lane.OtherMail, $"reader{value}@mail.example", topic.Id, now),
                    ],
                }
            );
        }
        await db.SaveChangesAsync(cancellationToken);
    }

    private static Address Address(ChannelKind channel, int lane, string value, int topic, Instant now) =>
        new()
        {
            Channel = channel,
            Value = value,
            State = AddressState.Active,
            StateSince = now,
            LaneId = lane,
            Language = "en",
            TimeZone = "Europe/Lisbon",
            CreatedAt = now,
            Subscriptions =
            [
                new Subscription
                {
                    TopicId = topic,
                    Cadence = Cadence.Instant,
                    CreatedAt = now,
                },
            ],
        };
}
