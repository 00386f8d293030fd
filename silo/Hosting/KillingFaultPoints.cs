using System.Diagnostics;
using System.Globalization;
using TradingBot.Grains.Journal;
using TradingBot.Grains.Trading.Faults;

namespace TradingBot.Silo.Hosting;

/// <summary>
/// Ends the process, as SIGKILL does, when it passes a step for the n-th time: the crash test sets it by the environment variable
/// <see cref="Variable"/>, <c>STEP:N</c>. Not a setting, so that nobody finds it among them.
/// </summary>
internal sealed class KillingFaultPoints(string step, int passes) : IFaultPoints
{
    public const string Variable = "TRADINGBOT_CRASH_AT";

    private int _left = passes;

    /// <summary>Adds fault points where the environment asks for them; otherwise nothing.</summary>
    public static void AddTo(IServiceCollection services)
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Split(':') is not [var step, var passes])
            return;
        var points = new KillingFaultPoints(step, int.Parse(passes, CultureInfo.InvariantCulture));
        services.AddSingleton<IFaultPoints>(points);
        var journal = services.Last(static s => s.ServiceType == typeof(IJournal));
        services.AddSingleton<IJournal>(s => new FaultPointJournal((IJournal)ActivatorUtilities.CreateInstance(s, journal.ImplementationType!), points));
    }

    public void Pass(string passed)
    {
        if (passed != step || Interlocked.Decrement(ref _left) != 0)
            return;
        Process.GetCurrentProcess().Kill();
        // The signal takes a moment, in which nothing more may happen.
        Thread.Sleep(Timeout.Infinite);
    }
}
