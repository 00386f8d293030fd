using Npgsql;
using TradingBot.Tests.Grains.Risk;
using TradingBot.Tests.Support.Cluster;

namespace TradingBot.Tests.Grains.Cluster;

/// <summary>A grain that exists twice: whoever does not own the record any more does nothing at the exchange.</summary>
public sealed class FencingTests
{
    private const string Fenced = "fenced";
    private const string Free = "free";

    [Fact]
    public async Task Traders_whose_records_another_activation_writes_send_no_order_and_lose_nothing()
    {
        await using var service = await TradingFixture.StartAsync();
        await service.AddUserAsync(Fenced, isAwaited: false);
        await service.AddUserAsync(Free);
        var before = await service.PaperAccount(Fenced).GetAsync();

        await using var connection = new NpgsqlConnection(await TestDatabase.ConnectionStringAsync());
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        // What a storage does with a version that is not the record's: no row is written.
        await ExecuteAsync(connection, $"""
            CREATE FUNCTION fence() RETURNS trigger AS 'BEGIN RETURN NULL; END' LANGUAGE plpgsql;
            CREATE TRIGGER fence BEFORE UPDATE ON grain_states FOR EACH ROW
            WHEN (OLD.state_name = 'trader' AND OLD.key_text LIKE '{Fenced}/%') EXECUTE FUNCTION fence();
            """);
        var orders = 0;
        await service.NextAsync(60, async () =>
        {
            orders += (await service.PaperAccount(Free).GetAsync()).OpenOrders.Values.Sum();
            var account = await service.PaperAccount(Fenced).GetAsync();
            account.OpenOrders.Values.Sum().ShouldBe(0);
            account.Spot.ShouldBe(before.Spot);
            account.Futures.ShouldBe(before.Futures);
        });
        orders.ShouldBeGreaterThan(0, "those with the same settings trade");

        await ExecuteAsync(connection, "DROP FUNCTION fence() CASCADE");
        await service.NextUntilAsync(async () =>
        {
            var (fenced, free) = (await service.StatusesAsync(Fenced), await service.StatusesAsync(Free));
            return fenced.Zip(free).All(p =>
                (p.First.Candle, p.First.Phase, p.First.Held, p.First.Totals) == (p.Second.Candle, p.Second.Phase, p.Second.Held, p.Second.Totals));
        });
        (await service.StatusesAsync(Fenced)).Sum(static s => s.Totals.Trades).ShouldBeGreaterThan(0, "it has caught up with what it could not do");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
