using System.Collections.Immutable;
using System.CommandLine;
using TradingBot.Exchange.Replay;
using TradingBot.Grains.Backtesting;
using TradingBot.Grains.Trading.Strategies;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Silo.Commands;

/// <summary>A backtest command line that has been checked.</summary>
/// <param name="Data">The candle file.</param>
/// <param name="Interval">The interval, or null to take it from the rows.</param>
/// <param name="Settings">What to trade with; its interval is meaningless while <paramref name="Interval"/> is null.</param>
/// <param name="Json">Where to write JSON.</param>
/// <param name="Html">Where to write the page.</param>
internal sealed record BacktestRequest(string Data, CandleInterval? Interval, BacktestSettings Settings, string? Json, string? Html)
{
    // Longest first: BTCFDUSD ends with USD, too.
    private static readonly string[] QuoteAssets =
        ["FDUSD", "USDT", "USDC", "BUSD", "TUSD", "USD1", "EUR", "TRY", "BRL", "BTC", "ETH", "BNB", "JPY", "USD"];

    /// <exception cref="CandleFileException">There is no such file.</exception>
    /// <exception cref="UsageException">An option asks for something impossible.</exception>
    public static BacktestRequest From(ParseResult command, BacktestOptions options)
    {
        var data = command.GetRequiredValue(options.Data);
        // Before anything that its name might have said.
        if (!File.Exists(data))
            throw new CandleFileException(data, Directory.Exists(data) ? "is a folder; name one file." : "no such file");
        var named = CandleFileName.TryParse(data);
        var market = MarketOf(command.GetRequiredValue(options.Market));
        var symbol = SymbolOf(command.GetValue(options.Symbol) ?? named?.Symbol);
        var interval = IntervalOf(command.GetValue(options.Interval)) ?? named?.Interval;
        var leverage = LeverageOf(command.GetValue(options.Leverage)!.Value, market);
        var size = SizeOf(command, options);
        var strategy = StrategyOf(command, options);
        var step = command.GetValue(options.Step)!.Value;
        var quote = QuoteAssets.FirstOrDefault(q => symbol.Length > q.Length && symbol.EndsWith(q, StringComparison.Ordinal)) ?? "";
        var info = new SymbolInfo(
            new(market, symbol),
            quote.Length > 0 ? symbol[..^quote.Length] : symbol,
            quote.Length > 0 ? quote : "quote",
            command.GetValue(options.Tick)!.Value,
            step,
            step,
            BacktestOptions.MaxQuantity,
            command.GetValue(options.MinNotional)!.Value);
        if (size.Kind == SizeKind.Fixed && !size.Value.IsMultipleOf(step))
            throw new UsageException($"{options.Quantity.Name}: {size.Value} is not a whole number of steps of {step} ({options.Step.Name}).");

        var (json, html) = (command.GetValue(options.Json), command.GetValue(options.Html));
        RequireDifferent(options.Json.Name, json, options.Html.Name, html);
        RequireDifferent(options.Json.Name, json, options.Data.Name, data);
        RequireDifferent(options.Html.Name, html, options.Data.Name, data);
        var settings = new BacktestSettings(
            info, interval ?? default, strategy, size, command.GetValue(options.Cash)!.Value, command.GetValue(options.Fee)!.Value, leverage);
        return new(data, interval, settings, json, html);
    }

    private static MarketType MarketOf(string name) => name switch
    {
        "spot" => MarketType.Spot,
        "usdm" => MarketType.Usdm,
        _ => throw new UsageException($"--market: '{Text.Clip(name)}' is not a market; use spot or usdm."),
    };

    private static string SymbolOf(string? name)
    {
        if (name is null)
            throw new UsageException("--symbol is missing, and the file's name does not begin with one.");
        var symbol = name.ToUpperInvariant();
        return MarketSymbol.IsSymbol(symbol)
            ? symbol
            : throw new UsageException($"--symbol: '{Text.Clip(name)}' is not a symbol like BTCUSDT, 2 to 20 letters and digits.");
    }

    private static CandleInterval? IntervalOf(string? name)
    {
        if (name is null)
            return null;
        return CandleInterval.TryParse(name, out var interval)
            ? interval
            : throw new UsageException($"--interval: '{Text.Clip(name)}' is not an interval; use one of {string.Join(' ', CandleInterval.Names)}.");
    }

    private static int LeverageOf(Fixed8 leverage, MarketType market)
    {
        if (!leverage.IsMultipleOf(Fixed8.One))
            throw new UsageException($"--leverage: {leverage} is not a whole number from 1 to 125.");
        if (market == MarketType.Spot && leverage > Fixed8.One)
            throw new UsageException($"--leverage: {leverage} is not possible on spot; the limit there is 1 (use --market usdm).");
        return (int)(leverage.Units / Fixed8.Scale);
    }

    private static PositionSize SizeOf(ParseResult command, BacktestOptions options)
    {
        var given = new[] { (options.Quantity, SizeKind.Fixed), (options.Quote, SizeKind.Quote), (options.Percent, SizeKind.Percent) }
            .Where(o => command.GetResult(o.Item1) is not null)
            .ToList();
        if (given.Count != 1)
        {
            var problem = given.Count == 0 ? "none is given" : string.Join(" and ", given.Select(static g => g.Item1.Name)) + " are given";
            throw new UsageException($"--quantity, --quote or --percent: exactly one position size is needed; {problem}.");
        }

        return new(given[0].Item2, command.GetValue(given[0].Item1)!.Value);
    }

    private static StrategySettings StrategyOf(ParseResult command, BacktestOptions options)
    {
        var name = command.GetRequiredValue(options.Strategy);
        var parameters = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var optionOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (option, parameter) in new[] { (options.BuyOffset, "buyOffset"), (options.SellOffset, "sellOffset") })
        {
            var isGiven = command.GetResult(option) is { Implicit: false };
            if (name == StrategySettings.HeikinAshiBreakout)
            {
                parameters[parameter] = command.GetValue(option)!.Value.ToString();
                if (isGiven)
                    optionOf[parameter] = option.Name;
            }
            else if (isGiven)
            {
                throw new UsageException($"{option.Name} belongs to {StrategySettings.HeikinAshiBreakout}, not to '{Text.Clip(name)}'; use --param.");
            }
        }

        foreach (var pair in command.GetValue(options.Parameters) ?? [])
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new UsageException($"--param: '{Text.Clip(pair)}' is not of the form KEY=VALUE.");
            var (key, value) = (pair[..equals], pair[(equals + 1)..]);
            if (!optionOf.TryAdd(key, $"--param {Text.Clip(key)}"))
                throw new UsageException($"--param {Text.Clip(key)}: given a second time ({optionOf[key]}).");
            parameters[key] = value;
        }

        var settings = new StrategySettings(name, parameters.ToImmutable());
        var errors = StrategyCatalog.BuiltIn.Validate(settings, "strategy");
        if (errors.IsEmpty)
            return settings;
        const string prefix = "strategy.parameters.";
        var (field, message) = errors[0];
        var shown = field.StartsWith(prefix, StringComparison.Ordinal) && field[prefix.Length..] is var key2
            ? optionOf.GetValueOrDefault(key2, $"--param {Text.Clip(key2)}")
            : "--strategy";
        throw new UsageException($"{shown}: {message}");
    }

    private static void RequireDifferent(string option, string? path, string otherOption, string? otherPath)
    {
        if (path is not null && otherPath is not null && !path.StartsWith("/dev/", StringComparison.Ordinal)
            && path.Length > 0 && otherPath.Length > 0 && Path.GetFullPath(path) == Path.GetFullPath(otherPath))
            throw new UsageException($"{option} and {otherOption} are the same file, {Text.Clip(path)}.");
    }
}
