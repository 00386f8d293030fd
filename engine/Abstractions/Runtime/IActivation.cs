using Orleans.Streams;

namespace Orleans.Runtime;

/// <summary>What the programming model asks of the engine's activation; grains see <see cref="IGrainContext"/>.</summary>
internal interface IActivation : IGrainContext
{
    IGrainFactory GrainFactory { get; }

    IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options);

    void DelayDeactivation(TimeSpan timeSpan);

    IStreamProvider GetStreamProvider(string name);

    Task<IGrainReminder> RegisterOrUpdateReminder(string reminderName, TimeSpan dueTime, TimeSpan period);

    Task UnregisterReminder(IGrainReminder reminder);

    IReadOnlyList<IGrainReminder> GetReminders();
}

/// <summary>The activation whose grain object is being constructed on this thread.</summary>
internal static class ActivationBeingBuilt
{
    [ThreadStatic]
    internal static IActivation? Current;
}
