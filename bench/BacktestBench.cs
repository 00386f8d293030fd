using TradingBot.Exchange.Replay;
using TradingBot.Grains.Backtesting;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Bench;

/// <summary>How fast a backtest runs, and how fast its candles are read.</summary>
internal static class BacktestBench
{
    private const int Candles = 5_000_000;
    private const int Repeats = 5;

    public static Task RunAsync(string[] args)
    {
        var candles = Generate(Candles);
        foreach (var (name, size, offset, market) in new[]
                 {
                     ("fixed, offsets 10", new PositionSize(SizeKind.Fixed, Fixed8.Parse("0.01")), "10", MarketType.Spot),
                     ("quote, offsets 10", new PositionSize(SizeKind.Quote, Fixed8.Parse("500")), "10", MarketType.Spot),
                     ("percent, offsets 10", new PositionSize(SizeKind.Percent, Fixed8.Parse("10")), "10", MarketType.Spot),
                     ("percent, offsets 0", new PositionSize(SizeKind.Percent, Fixed8.Parse("10")), "0", MarketType.Spot),
                     ("percent, offsets 200", new PositionSize(SizeKind.Percent, Fixed8.Parse("10")), "200", MarketType.Spot),
                     ("percent, usdm", new PositionSize(SizeKind.Percent, Fixed8.Parse("10")), "10", MarketType.Usdm),
                 })
        {
            var settings = Settings(size, offset, market);
            var trades = 0;
            Report($"backtest, {name}", "candles", Candles, () => trades = Backtest.Run(candles, settings).Trades.Length);
            Console.WriteLine($"    {trades:N0} trades");
        }

        ReadCsv(candles);
        return Task.CompletedTask;
    }

    private static void ReadCsv(Candle[] candles)
    {
        var path = Path.Combine(Path.GetTempPath(), $"tradingbot-bench-{Environment.ProcessId}.csv");
        try
        {
            Write(path, candles);
            Console.WriteLine($"CSV file: {new FileInfo(path).Length / 1e6:N0} MB");
            Report("CSV, all at once", "rows", candles.Length, () => CandleFile.ReadAll(path));
            var batch = new Candle[4096];
            Report("CSV, in batches", "rows", candles.Length, () =>
            {
                using var reader = new CandleFileReader(path);
                while (reader.Read(batch) > 0)
                {
                }
            });
        }
        finally
        {
            File.Delete(path);
        }
    }

    // Processor time, not the clock's: what one core does in a second, on a machine that has other work, too.
    private static void Report(string name, string unit, int count, Action run)
    {
        run();
        var seconds = new double[Repeats];
        for (var i = 0; i < Repeats; i++)
        {
            GC.Collect();
            var before = Environment.CpuUsage.TotalTime;
            run();
            seconds[i] = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        }

        Array.Sort(seconds);
        Console.WriteLine($"{name,-32} {count / seconds[Repeats / 2] / 1e6,7:N2} M {unit}/s median, {count / seconds[0] / 1e6,7:N2} best of {Repeats}");
    }

    // Fees low enough that the cash lasts: a trader without cash has nothing to compute.
    private static BacktestSettings Settings(PositionSize size, string offset, MarketType market) => new(
        new(new(market, "BTCUSDT"), "BTC", "USDT", Fixed8.Parse("0.01"), Fixed8.Parse("0.00001"), Fixed8.Parse("0.00001"), Fixed8.Parse("9000"), Fixed8.Parse("5")),
        CandleInterval.OneMinute,
        StrategySettings.Breakout(offset, offset),
        size,
        Fixed8.Parse("1000000"),
        Fixed8.Parse("0.00001"));

    /// <summary>A random walk of prices with two decimals around 50,000, about 0.05 % a minute.</summary>
    private static Candle[] Generate(int count)
    {
        var random = new Random(42);
        var candles = new Candle[count];
        var last = 5_000_000L;
        for (var i = 0; i < count; i++)
        {
            var open = Math.Max(100_000, last + random.Next(-20, 21));
            // Pulled back to the middle, or five million minutes would lead anywhere.
            var close = Math.Max(100_000, open + random.Next(-3500, 3501) + (5_000_000 - open) / 2000);
            var high = Math.Max(open, close) + random.Next(0, 1500);
            var low = Math.Min(open, close) - random.Next(0, 1500);
            candles[i] = new(1_500_000_000_000 + i * 60_000L, Cents(open), Cents(high), Cents(low), Cents(close), random.Next(1, 5_000_000) / 10_000m);
            last = close;
        }

        return candles;

        static Fixed8 Cents(long cents) => new(cents * (Fixed8.Scale / 100));
    }

    private static void Write(string path, Candle[] candles)
    {
        using var file = new StreamWriter(path, append: false, System.Text.Encoding.ASCII, bufferSize: 1 << 16);
        file.Write("open_time,open,high,low,close,volume\n");
        foreach (var c in candles)
            file.Write($"{c.OpenTime},{c.Open},{c.High},{c.Low},{c.Close},{c.Volume}\n");
    }
}
