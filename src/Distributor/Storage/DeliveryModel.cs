using Distributor.Delivery;
using Distributor.Delivery.Figures;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Storage;

/// <summary>
/// Keys and indexes of runs, editions and lanes. The two tables of the ledger are made by <c>ledger-schema.sql</c> of each
/// provider, because partitions, partial indexes and storage settings are not the model's to say.
/// </summary>
internal static class DeliveryModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Run>(run =>
        {
            run.HasIndex(r => new { r.Kind, r.Key }).IsUnique();
            // The days a claim looks at are those of unfinished runs.
            run.HasIndex(r => r.Day).HasFilter("finished_at IS NULL");
            run.HasIndex(r => new { r.StoryId, r.Kind });
        });
        model.Entity<Edition>(edition =>
        {
            edition.HasIndex(e => e.ContentKey).IsUnique();
            edition.HasIndex(e => e.RunId);
            edition.HasOne<Run>().WithMany().HasForeignKey(e => e.RunId);
        });
        model.Entity<Lane>(lane =>
        {
            lane.HasIndex(l => l.Key).IsUnique();
            lane.HasOne<Lane>().WithMany().HasForeignKey(l => l.ParentId);
            lane.HasData(
                new Lane { Id = Lane.Email, Key = "email" },
                new Lane { Id = Lane.Telegram, Key = "telegram" }
            );
            lane.HasData(
                ReceivingDomains.Lanes.Select(known => new Lane
                {
                    Id = known.Id,
                    Key = known.Key,
                    ParentId = Lane.Email,
                })
            );
        });
        model.Entity<DeliveryEvent>().HasIndex(e => new { e.RunId, e.AddressId });

        model
            .Entity<DeliveryMinute>()
            .HasKey(minute => new
            {
                minute.Minute,
                minute.LaneId,
                minute.State,
                minute.Slot,
            });

        model.Entity<DeliveryRow>(row =>
        {
            row.ToTable("deliveries", table => table.ExcludeFromMigrations());
            row.HasKey(r => new
            {
                r.Day,
                r.RunId,
                r.AddressId,
                r.Part,
            });
        });
        model.Entity<RunCount>(count =>
        {
            count.ToTable("run_counts", table => table.ExcludeFromMigrations());
            count.HasKey(c => new
            {
                c.RunId,
                c.Slot,
                c.State,
            });
        });
    }
}
