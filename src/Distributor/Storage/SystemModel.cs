using Distributor.Api;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Storage;

/// <summary>Keys and indexes of audit, locks, settings, secrets and API keys.</summary>
internal static class SystemModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<AuditEntry>(audit =>
        {
            audit.ToTable("audit");
            audit.HasIndex(a => a.At);
            audit.HasIndex(a => new { a.Subject, a.Id });
        });
        model.Entity<LockRow>().ToTable("locks").HasKey(l => l.Name);
        model.Entity<SettingRow>().ToTable("settings").HasKey(s => s.Name);
        model.Entity<SecretRow>().ToTable("secrets").HasKey(s => s.Name);
        model.Entity<ApiKey>().HasIndex(k => k.Sha256).IsUnique();
        model.Entity<IdempotentAnswer>().HasKey(a => new { a.ApiKeyId, a.Key });
    }
}
