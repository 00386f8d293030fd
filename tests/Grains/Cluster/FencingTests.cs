using Npgsql;
using TradingBot.MarketData;
using TradingBot.Tests.Grains.Risk;
using TradingBot.Tests.Support.Cluster;
using TradingBot.Trading;

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
        await service.NextUntilAsync(async () => (await service.StatusesAsync(Fenced)).All(static s => s.Candle is not null));
        foreach (var symbol in TradingFixture.Symbols)
            await service.TakenAsync(Fenced, symbol, service.Feed.Last);

        await using var connection = new NpgsqlConnection(await TestDatabase.ConnectionStringAsync());
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        // What a storage does with a version that is not the record's: no row is written.
        await ExecuteAsync(connection, $"""
            CREATE FUNCTION fence() RETURNS trigger AS 'BEGIN RETURN NULL; END' LANGUAGE plpgsql;
            CREATE TRIGGER fence BEFORE UPDATE ON grain_states FOR EACH ROW
            WHEN (OLD.state_name = 'trader' AND OLD.key_text LIKE '{Fenced}/%') EXECUTE FUNCTION fence();
            """);
        var next = await NextOrdersAsync();
        next.Count.ShouldBe(TradingFixture.Symbols.Length);
        var orders = 0;
        await service.NextAsync(60, async () =>
        {
            orders += (await service.PaperAccount(Free).GetAsync()).OpenOrders.Values.Sum();
            (await KnowledgeAsync()).ShouldAllBe(static k => k == VenueKnowledge.Unknown);
        });
        orders.ShouldBeGreaterThan(0, "those with the same settings trade");

        await ExecuteAsync(connection, "DROP FUNCTION fence() CASCADE");
        await service.NextUntilAsync(async () =>
        {
            var (fenced, free) = (await service.StatusesAsync(Fenced), await service.StatusesAsync(Free));
            return fenced.Zip(free).All(p =>
                (p.First.Candle, p.First.Phase, p.First.Held, p.First.Totals) == (p.Second.Candle, p.Second.Phase, p.Second.Held, p.Second.Totals));
        });
        (await KnowledgeAsync()).ShouldAllBe(static k => k != VenueKnowledge.Unknown, "it has caught up with what it could not do");

        Task<VenueKnowledge[]> KnowledgeAsync() => Task.WhenAll(next.Select(n => service.PaperAccount(Fenced).FindAsync(n.Symbol, n.Id)));

        async Task<List<(MarketSymbol Symbol, long Id)>> NextOrdersAsync()
        {
            var found = new List<(MarketSymbol Symbol, long Id)>();
            await using var command = new NpgsqlCommand(
                $"""
                SELECT substr(key_text, {Fenced.Length + 2}), (convert_from(payload, 'UTF8')::json -> 'Trading' ->> 'LastOrderId')::bigint
                FROM grain_states WHERE state_name = 'trader' AND key_text LIKE '{Fenced}/%'
                """,
                connection);
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                found.Add((MarketSymbol.Parse(reader.GetString(0)), reader.GetInt64(1) + 1));
            return found;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
