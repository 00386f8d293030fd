using System.Collections.Immutable;
using TradingBot.Numbers;
using TradingBot.Reporting;
using TradingBot.Trading;

namespace TradingBot.Grains.Reporting;

/// <summary>Gathers the figures of days, weeks or months.</summary>
/// <param name="startEquity">Equity at the begin of the first period.</param>
/// <param name="firstDayOf">The first day of the period that a day is in.</param>
/// <param name="nameOf">The name of the period with that first day.</param>
internal sealed class PeriodSums(Fixed16 startEquity, Func<DateOnly, DateOnly> firstDayOf, Func<DateOnly, string> nameOf)
{
    private readonly ImmutableArray<PeriodReport>.Builder _done = ImmutableArray.CreateBuilder<PeriodReport>();
    private Fixed16 _before = startEquity, _equity = startEquity, _unrealised, _commissions;
    private TradeSums _sums;
    private DateOnly _firstDay;
    private bool _any;

    /// <summary>Takes a close.</summary>
    public void Add(DateOnly day, Fixed16 equity, Fixed16 unrealised, Fixed16 commissions, ReadOnlySpan<Trade> trades)
    {
        var firstDay = firstDayOf(day);
        if (_any && firstDay != _firstDay)
            Complete();
        (_any, _firstDay, _equity, _unrealised) = (true, firstDay, equity, unrealised);
        _commissions += commissions;
        foreach (var trade in trades)
            _sums.Add(trade);
    }

    /// <summary>All periods, oldest first.</summary>
    public ImmutableArray<PeriodReport> ToReports()
    {
        if (_any)
            Complete();
        _any = false;
        return _done.ToImmutable();
    }

    private void Complete()
    {
        _done.Add(new(
            nameOf(_firstDay), _firstDay, _sums.Trades, _sums.Wins, _sums.Losses, _sums.Pnl, _unrealised, _commissions, _equity, _equity - _before));
        (_before, _sums, _commissions) = (_equity, default, default);
    }
}
