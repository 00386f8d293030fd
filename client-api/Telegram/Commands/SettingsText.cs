using System.Collections.Immutable;
using System.Globalization;
using TradingBot.ClientApi.Http;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>Settings in one line: <c>interval,symbol,quantity,buyOffset,sellOffset[,leverage]</c>, as they are read and shown.</summary>
internal static class SettingsText
{
    /// <summary>The form, for errors and help.</summary>
    public const string Form = "interval,symbol,quantity,buyOffset,sellOffset[,leverage]";

    /// <summary>An example that works.</summary>
    public const string Example = "1m,BTCUSDT,50$,10,10";

    /// <summary>What a quantity may be, for errors and help.</summary>
    public const string QuantityForms = "0.01 (of the coin), 5% (of the free balance) or 10$ (worth of it)";

    /// <summary>Reads the one-line form; mode and risk rules stay as they are.</summary>
    /// <exception cref="RequestException">It has another form; the error says what would be right.</exception>
    public static (MarketSymbol Symbol, TraderSettings Settings) Read(string line)
    {
        var parts = line.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length is < 5 or > 6)
            throw RequestException.Invalid(new ValidationError("settings", $"have {parts.Length} parts; write {Form}, for example {Example}"));
        var symbol = TraderArguments.ReadSymbol(parts[1]);
        var settings = new TraderSettings(
            ReadInterval(parts[0]), new(StrategySettings.HeikinAshiBreakout, Offsets(ReadOffset("buyOffset", parts[3]), ReadOffset("sellOffset", parts[4]))),
            ReadQuantity(parts[2]), parts.Length == 6 ? ReadLeverage(parts[5]) : 1);
        return (symbol, settings);
    }

    public static CandleInterval ReadInterval(string text) =>
        CandleInterval.TryParse(text, out var interval)
            ? interval
            : throw RequestException.Invalid(new ValidationError("interval", $"'{text}' is none; one of {string.Join(' ', CandleInterval.Names)}."));

    public static PositionSize ReadQuantity(string text)
    {
        var (kind, number) = text switch
        {
            [.. var percent, '%'] => (SizeKind.Percent, percent),
            [.. var quote, '$'] => (SizeKind.Quote, quote),
            ['$', .. var quote] => (SizeKind.Quote, quote),
            _ => (SizeKind.Fixed, text),
        };
        return Fixed8.TryParse(number.Trim(), out var value) && value.IsPositive
            ? new(kind, value)
            : throw RequestException.Invalid(new ValidationError("quantity", $"'{text}' is none; write {QuantityForms}."));
    }

    public static Fixed8 ReadOffset(string field, string text) =>
        Fixed8.TryParse(text, out var value) && value.Units >= 0
            ? value
            : throw RequestException.Invalid(new ValidationError(field, $"'{text}' is not an amount in the quote asset, like 10 or 0.5."));

    public static int ReadLeverage(string text) =>
        int.TryParse(text.TrimEnd('x', 'X'), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= 125
            ? value
            : throw RequestException.Invalid(new ValidationError("leverage", $"'{text}' is none; a whole number from 1 to 125, and 1 on spot."));

    public static ImmutableSortedDictionary<string, string> Offsets(Fixed8 buy, Fixed8 sell) =>
        StrategySettings.Breakout(buy.ToString(), sell.ToString()).Parameters;

    /// <summary>A quantity as it is typed.</summary>
    public static string Quantity(PositionSize size) => size.Kind switch
    {
        SizeKind.Percent => $"{size.Value}%",
        SizeKind.Quote => $"{size.Value}$",
        _ => size.Value.ToString(),
    };

    /// <summary>Settings in the one-line form; another strategy shows its name and parameters instead.</summary>
    public static string Line(MarketSymbol symbol, TraderSettings s)
    {
        var name = symbol.Market == MarketType.Spot ? symbol.Symbol : symbol.ToString();
        if (s.Strategy.Name != StrategySettings.HeikinAshiBreakout)
            return $"{s.Interval},{name},{Quantity(s.Size)},{s.Strategy.Name} {string.Join(' ', s.Strategy.Parameters.Select(static p => $"{p.Key}={p.Value}"))}";
        var leverage = s.Leverage == 1 ? "" : $",{s.Leverage}";
        return $"{s.Interval},{name},{Quantity(s.Size)},{Offset("buyOffset")},{Offset("sellOffset")}{leverage}";

        string Offset(string parameter) => s.Strategy.Parameters.GetValueOrDefault(parameter, "0");
    }
}
