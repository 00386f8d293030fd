using TradingBot.Audit;
using TradingBot.Silo.Audit;
using TradingBot.Silo.Journal;

namespace TradingBot.Tests.Trading.Journal;

/// <summary>The audit trail on both databases.</summary>
public sealed class AuditTrailTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_are_chained_once_each_and_nobody_changes_them(bool postgres)
    {
        using var journal = await JournalDatabase.CreateEmptyAsync(postgres);
        await journal.PrepareAsync();
        await AppendAsync(journal, Row("a.1"), Row("a.2"));
        await AppendAsync(journal, Row("a.2"), Row("b.1"), Row("a.1"));

        (await VerifyAsync(journal)).ShouldSatisfyAllConditions(v => v.Rows.ShouldBe(3), v => v.BrokenAt.ShouldBeNull());
        foreach (var change in new[] { "UPDATE audit SET text = 'x'", "DELETE FROM audit" })
            (await Should.ThrowAsync<Exception>(() => journal.ExecuteAsync(change))).Message.ShouldContain("append-only");
        (await VerifyAsync(journal)).Rows.ShouldBe(3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_subscriptions_had_in_a_table_of_their_own_is_in_the_trail(bool postgres)
    {
        using var journal = await JournalDatabase.CreateEmptyAsync(postgres);
        await journal.WriteAsync(connection => JournalSchema.Upgrade(connection, journal.Dialect, 3));
        await journal.ExecuteAsync(
            """
            INSERT INTO billing_audit (id, user_id, actor, action, subject, text, recorded_at)
            VALUES ('alice.1', 'alice', 'system', 'begin', 'trial', '', 7), ('alice.2', 'alice', 'admin', 'grant', 'standard', '3 days', 8)
            """);

        await journal.PrepareAsync();
        await AppendAsync(journal, Row("alice.2"));

        (await journal.RowsAsync("SELECT id, action, recorded_at FROM audit ORDER BY seq")).ShouldBe("alice.1|begin|7\nalice.2|grant|8");
        (await VerifyAsync(journal)).ShouldSatisfyAllConditions(v => v.Rows.ShouldBe(2), v => v.BrokenAt.ShouldBeNull());
    }

    private static AuditRow Row(string id) => new(id, "alice", "admin", "suspendUser", "alice", "ünï", 40, "192.0.2.7");

    private static Task AppendAsync(JournalDatabase journal, params AuditRow[] rows) => journal.WriteAsync(connection =>
    {
        var trail = new AuditStatement(connection, journal.Dialect);
        foreach (var row in rows)
            trail.Append(row);
    });

    private static async Task<AuditVerification> VerifyAsync(JournalDatabase journal)
    {
        AuditVerification? found = null;
        await journal.WriteAsync(connection => found = AuditVerification.Of(connection, null));
        return found!;
    }
}
