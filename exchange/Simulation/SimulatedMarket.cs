using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Exchange.Simulation;

/// <summary>
/// All candles of one simulated symbol, past and future: a pure function of seed, symbol, interval and open time. Larger
/// intervals add up minutes, so all intervals tell the same story. The last few days in use are kept, and of more the daily candle.
/// </summary>
internal sealed class SimulatedMarket
{
    /// <summary>The symbols were listed on 2020-01-01; there is nothing before.</summary>
    public const long Listed = 1_577_836_800_000;

    /// <summary>9000-01-01: beyond it the calendar itself comes to an end.</summary>
    public const long End = 221_845_392_000_000;

    private const int DaysKept = 16;
    private const int WholeDaysKept = 4_096;
    private const long OriginDay = 20_089; // 2025-01-01

    private static readonly CandleInterval OneSecond = CandleInterval.Parse("1s");

    private readonly Lock _gate = new();
    private readonly (long Day, Candle[]? Candles)[] _days = new (long, Candle[]?)[DaysKept];
    private readonly SimulatedSymbol _symbol;
    private readonly ulong _seed;
    private readonly PriceLevel _level;
    private readonly WholeDay?[] _wholeDays = new WholeDay?[WholeDaysKept];
    private int _oldest;

    public SimulatedMarket(SimulatedSymbol symbol, ulong seed)
    {
        _symbol = symbol;
        _seed = seed;
        // By the symbol without its market: the perpetual follows spot.
        foreach (var letter in symbol.Info.Id.Symbol)
            _seed = SplitMix64.Hash(_seed, letter);
        _level = new(_seed, symbol.DailyVolatility, OriginDay);
    }

    public SymbolInfo Info => _symbol.Info;

    /// <summary>The first candle of the market.</summary>
    public static long FirstOpenTime(CandleInterval interval) => interval.OpenTimeOf(Listed);

    /// <param name="interval">The interval.</param>
    /// <param name="openTime">An open time of that interval, between <see cref="FirstOpenTime"/> and <see cref="End"/>.</param>
    public Candle At(CandleInterval interval, long openTime)
    {
        if (interval == OneSecond)
        {
            var offset = openTime % SimulatedDay.MinuteLength;
            return SimulatedMinute.Split(Minute(openTime - offset), Info.TickSize, _seed)[offset / 1_000];
        }

        var from = Math.Max(openTime, Listed);
        var to = interval.NextOpenTime(openTime);
        var sum = default(Candle);
        for (var time = from; time < to;)
        {
            var (number, offset) = Math.DivRem(time, SimulatedDay.Length);
            var index = (int)(offset / SimulatedDay.MinuteLength);
            var count = (int)Math.Min(SimulatedDay.Minutes - index, (to - time) / SimulatedDay.MinuteLength);
            var part = count == SimulatedDay.Minutes ? Whole(number) : Sum(Day(number).AsSpan(index, count));
            sum = time == from ? part : Sum([sum, part]);
            time += count * SimulatedDay.MinuteLength;
        }

        return sum with { OpenTime = openTime };
    }

    private static Candle Sum(ReadOnlySpan<Candle> parts)
    {
        var sum = parts[0];
        var (high, low, volume) = (sum.High, sum.Low, sum.Volume);
        foreach (ref readonly var part in parts[1..])
        {
            high = Fixed8.Max(high, part.High);
            low = Fixed8.Min(low, part.Low);
            volume += part.Volume;
        }

        return sum with { High = high, Low = low, Close = parts[^1].Close, Volume = volume };
    }

    // A month of history is made from tens of thousands of minutes; what they come to a day is kept for longer than they are.
    private Candle Whole(long number)
    {
        ref var slot = ref _wholeDays[number % _wholeDays.Length];
        if (slot is not { } known || known.Number != number)
            slot = known = new(number, Sum(Day(number)));
        return known.Candle;
    }

    private ref readonly Candle Minute(long time) =>
        ref Day(time / SimulatedDay.Length)[time % SimulatedDay.Length / SimulatedDay.MinuteLength];

    private Candle[] Day(long number)
    {
        lock (_gate)
        {
            foreach (var (day, candles) in _days)
            {
                if (day == number && candles is not null)
                    return candles;
            }
        }

        // Outside of the lock: two threads may both make a day, and make the same.
        var made = SimulatedDay.Generate(_symbol, _seed, _level, number);
        lock (_gate)
        {
            _days[_oldest] = (number, made);
            _oldest = (_oldest + 1) % DaysKept;
        }

        return made;
    }

    private sealed record WholeDay(long Number, Candle Candle);
}
