using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace TradingBot.Engine;

/// <summary>What the engine has to say to an operator.</summary>
internal sealed partial class EngineLog(ILogger logger)
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(1, LogLevel.Warning, "{Method} of grain {Grain} failed, and nobody waits for the answer")]
    public partial void CallFailed(Exception failure, string method, GrainId grain);

    [LoggerMessage(2, LogLevel.Error, "Grain {Grain} could not be activated")]
    public partial void ActivationFailed(Exception failure, GrainId grain);

    [LoggerMessage(3, LogLevel.Warning, "Grain {Grain} failed to say farewell")]
    public partial void DeactivationFailed(Exception failure, GrainId grain);

    [LoggerMessage(4, LogLevel.Warning, "Reminder {Reminder} of grain {Grain} failed")]
    public partial void ReminderFailed(Exception failure, string reminder, GrainId grain);

    [LoggerMessage(5, LogLevel.Warning, "Grain {Grain} failed to process an item of stream {Stream}")]
    public partial void DeliveryFailed(Exception failure, string grain, StreamId stream);

    [LoggerMessage(6, LogLevel.Warning, "Grain {Grain} has not resumed its subscription to stream {Stream}; an item is lost to it")]
    public partial void NotResumed(GrainId grain, StreamId stream);

    [LoggerMessage(7, LogLevel.Warning, "Stored {What} of grain type '{GrainType}' waits: no such grain class is here")]
    public partial void UnknownGrainType(string what, string grainType);

    [LoggerMessage(8, LogLevel.Warning, "Stopped before {Count} grains had finished")]
    public partial void StoppedEarly(int count);
}
