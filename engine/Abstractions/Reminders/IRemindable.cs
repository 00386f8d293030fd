using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that reminders can call.</summary>
public interface IRemindable : IGrain
{
    /// <summary>A reminder is due. An exception is logged; the reminder goes on.</summary>
    /// <param name="reminderName">The reminder's name.</param>
    /// <param name="status">The times of this tick.</param>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
