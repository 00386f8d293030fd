using Orleans;
using Orleans.Runtime;
using TradingBot.Grains.Storage;
using TradingBot.Requests;

namespace TradingBot.Grains.Requests;

/// <summary>Keeps the answer to a request.</summary>
public sealed class RequestGrain(
    [PersistentState("request", "grains")] IPersistentState<RequestState> state, TimeProvider time) : StoredGrain<RequestState>(state), IRequestGrain, IRemindable
{
    private const string Forget = "forget";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    // Longer than any request takes: whoever has begun one and is not heard of any more has crashed.
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);

    private (string Fingerprint, long Since)? _running;

    public Task<RequestDecision> BeginAsync(string fingerprint)
    {
        if (State.Answer is { } answer)
            return Task.FromResult(State.Fingerprint == fingerprint ? new(RequestDecisionKind.Replay, answer) : new RequestDecision(RequestDecisionKind.Another));
        if (_running is { } running && time.GetElapsedTime(running.Since) < LongestRun)
            return Task.FromResult(new RequestDecision(running.Fingerprint == fingerprint ? RequestDecisionKind.Running : RequestDecisionKind.Another));
        _running = (fingerprint, time.GetTimestamp());
        return Task.FromResult(new RequestDecision(RequestDecisionKind.Go));
    }

    public async Task FinishAsync(string fingerprint, KeptAnswer? answer)
    {
        _running = null;
        if (answer is null)
            return;
        // The reminder first: what is kept is forgotten.
        await this.RegisterOrUpdateReminder(Forget, Kept, Kept);
        (State.Fingerprint, State.Answer) = (fingerprint, answer);
        await SaveAsync();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (await this.GetReminder(Forget) is { } reminder)
            await this.UnregisterReminder(reminder);
        await ClearAsync();
    }
}

/// <summary>The durable state of <see cref="RequestGrain"/>.</summary>
public sealed class RequestState
{
    /// <summary>Hash of the request that was carried out.</summary>
    public string Fingerprint { get; set; } = "";

    /// <summary>Its answer; null before it was.</summary>
    public KeptAnswer? Answer { get; set; }
}
