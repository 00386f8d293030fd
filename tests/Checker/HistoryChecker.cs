using TradingBot.Tests.Checker.Checks;
using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Checker;

/// <summary>Holds one run against everything that must be true of every run.</summary>
public static class HistoryChecker
{
    /// <summary>Checks a run.</summary>
    /// <returns>Each violation; empty when the run is clean.</returns>
    public static IReadOnlyList<Finding> Check(History history)
    {
        var run = new Run(history);
        var fills = FillCheck.Check(run);
        return
        [
            .. IntentCheck.Check(run), .. fills.Findings, .. OrderCheck.Check(run), .. LedgerCheck.Check(run, fills), .. ProtectionCheck.Check(run),
            .. StopCheck.Check(run), .. StateCheck.Check(run), .. TradeCheck.Check(run), .. EventCheck.Check(run),
        ];
    }
}
