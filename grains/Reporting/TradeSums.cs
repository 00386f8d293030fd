using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Reporting;

/// <summary>Closed trades in sum: what the figures of the whole, of a period and of a symbol are made from.</summary>
internal struct TradeSums
{
    public int Trades { get; private set; }

    public int Wins { get; private set; }

    public int Losses { get; private set; }

    public Fixed16 Won { get; private set; }

    /// <summary>Not above zero.</summary>
    public Fixed16 Lost { get; private set; }

    public Fixed16 Fees { get; private set; }

    public readonly Fixed16 Pnl => Won + Lost;

    public readonly double? WinRate => Trades > 0 ? (double)Wins / Trades : null;

    public readonly double? ProfitFactor => Losses > 0 ? (double)Won.Units / -(double)Lost.Units : null;

    public void Add(Trade trade)
    {
        Trades++;
        Fees += trade.Fees;
        if (trade.Pnl.IsPositive)
        {
            Wins++;
            Won += trade.Pnl;
        }
        else if (!trade.Pnl.IsZero)
        {
            Losses++;
            Lost += trade.Pnl;
        }
    }
}
