using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.History;

/// <summary>Which clean history to make; smaller numbers make a shorter one.</summary>
internal sealed record SyntheticRun(int Seed, int Traders, int Scenes)
{
    private static readonly string[] Symbols = ["spot:BTCUSDT", "usdm:SOLUSDT", "spot:ETHUSDT"];

    /// <summary>A run in which everything is as it should be.</summary>
    public Checker.Input.History Make()
    {
        var random = new Random(Seed);
        var venue = new SyntheticVenue();
        // Two traders share an account, as two symbols of one user do.
        var traders = Enumerable.Range(0, Traders)
            .Select(i => new SyntheticTrader(venue, random, $"user-{i / 2}/{Symbols[i % Symbols.Length]}", $"account-{i / 2}")).ToArray();
        for (var i = 0; i < Scenes; i++)
            traders[random.Next(Traders)].Act();
        foreach (var trader in traders.Where(_ => random.Next(2) == 0))
            trader.Stop();
        venue.Now += 60_000;

        var accounts = traders.Select(static t => t.Account).Distinct().ToArray();
        return new(
            venue.Log, venue.End(accounts),
            new(
                [.. traders.SelectMany(static t => t.Orders)], [.. traders.SelectMany(static t => t.Fills)], [.. traders.SelectMany(static t => t.Trades)],
                [.. traders.SelectMany(static t => t.Events).OrderBy(static e => e.RecordedAt).Select(static (e, i) => e with { Id = i + 1 })]),
            [.. traders.Select(static t => t.Snapshot)], SyntheticVenue.Symbols,
            new()
            {
                Start = SyntheticVenue.Start(accounts), Outages = [.. traders.SelectMany(static t => t.Outages)],
                Commands = [.. traders.SelectMany(static t => t.Commands)],
            });
    }
}
