using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Storage;

public sealed class DatabaseFaultTests
{
    [Fact]
    public async Task A_database_that_does_not_answer_is_known_however_the_fault_is_wrapped()
    {
        await using var db = new Database("Host=127.0.0.1;Port=1;Username=nobody", "").CreateDbContext();

        var ofAQuery = await Record.ExceptionAsync(() => db.Settings.AnyAsync(TestContext.Current.CancellationToken));
        var ofAStatement = await Record.ExceptionAsync(() =>
            db.Database.ExecuteSqlAsync($"SELECT 1", TestContext.Current.CancellationToken)
        );

        Assert.NotNull(ofAQuery);
        Assert.NotNull(ofAStatement);
        Assert.True(DatabaseFault.Is(ofAQuery), ofAQuery.ToString());
        Assert.True(DatabaseFault.Is(ofAStatement), ofAStatement.ToString());
    }

    [Fact]
    public void A_fault_of_ours_is_not_blamed_on_the_database()
    {
        Assert.False(DatabaseFault.Is(new InvalidOperationException()));
        Assert.False(DatabaseFault.Is(new InvalidOperationException("", new ArgumentException(""))));
        Assert.False(DatabaseFault.Is(new OperationCanceledException()));
    }
}
