using Orleans.Runtime;
using TradingBot.Engine.Activation;

namespace TradingBot.Engine.Reminders;

/// <summary>A registered reminder; times in milliseconds since 1970, UTC.</summary>
internal sealed class Reminder(GrainClass grainClass, string key, string name, long first, long period, long next) : IGrainReminder
{
    public GrainClass GrainClass => grainClass;

    public string Key => key;

    public string ReminderName => name;

    public long First => first;

    public long Period => period;

    public long Next { get; set; } = next;

    /// <summary>True once it has been replaced or ended.</summary>
    public bool Ended { get; set; }

    /// <summary>The first tick on its grid after a time.</summary>
    public long TickAfter(long now) => now < first ? first : first + (((now - first) / period) + 1) * period;
}
