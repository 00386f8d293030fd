using Orleans.Runtime;

namespace Orleans;

/// <summary>Reminders: timers that outlive the activation and the process.</summary>
public static class GrainReminderExtensions
{
    /// <summary>Registers a reminder, or gives the one of this name new times. Durable when the task completes.</summary>
    /// <param name="grain">The grain; it implements <see cref="IRemindable"/>.</param>
    /// <param name="reminderName">Unique within the grain.</param>
    /// <param name="dueTime">Time to the first tick, zero or more.</param>
    /// <param name="period">Time between ticks; the engine's minimum is one minute unless configured otherwise.</param>
    /// <exception cref="ArgumentException">The period is below the minimum or a time is negative.</exception>
    /// <exception cref="InvalidOperationException">The grain is not <see cref="IRemindable"/>.</exception>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this Grain grain, string reminderName, TimeSpan dueTime, TimeSpan period) =>
        RegisterOrUpdateReminder((IGrainBase)grain, reminderName, dueTime, period);

    /// <inheritdoc cref="RegisterOrUpdateReminder(Grain, string, TimeSpan, TimeSpan)"/>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period) =>
        Activation(grain).RegisterOrUpdateReminder(reminderName, dueTime, period);

    /// <summary>Ends a reminder. Durable when the task completes.</summary>
    public static Task UnregisterReminder(this Grain grain, IGrainReminder reminder) => UnregisterReminder((IGrainBase)grain, reminder);

    /// <inheritdoc cref="UnregisterReminder(Grain, IGrainReminder)"/>
    public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder) => Activation(grain).UnregisterReminder(reminder);

    /// <summary>The reminder of this name, or null.</summary>
    public static Task<IGrainReminder?> GetReminder(this Grain grain, string reminderName) => GetReminder((IGrainBase)grain, reminderName);

    /// <inheritdoc cref="GetReminder(Grain, string)"/>
    public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName) =>
        Task.FromResult(Activation(grain).GetReminders().FirstOrDefault(reminder => reminder.ReminderName == reminderName));

    /// <summary>All reminders of the grain.</summary>
    public static Task<List<IGrainReminder>> GetReminders(this Grain grain) => GetReminders((IGrainBase)grain);

    /// <inheritdoc cref="GetReminders(Grain)"/>
    public static Task<List<IGrainReminder>> GetReminders(this IGrainBase grain) => Task.FromResult(Activation(grain).GetReminders().ToList());

    private static IActivation Activation(IGrainBase grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return (IActivation)grain.GrainContext;
    }
}
