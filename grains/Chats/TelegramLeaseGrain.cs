using Orleans;
using Orleans.Runtime;
using TradingBot.Chats;
using TradingBot.Grains.Storage;

namespace TradingBot.Grains.Chats;

/// <summary>Remembers the owner; the lease's end is in memory, and begins anew with the activation.</summary>
public sealed class TelegramLeaseGrain(
    [PersistentState("telegram-lease", "grains")] IPersistentState<TelegramLeaseState> state, TimeProvider time)
    : StoredGrain<TelegramLeaseState>(state), ITelegramLeaseGrain
{
    private long _renewedAt;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _renewedAt = time.GetTimestamp();
        return Task.CompletedTask;
    }

    public async Task<long?> AcquireAsync(string owner, string botName)
    {
        if (State.Owner != owner)
        {
            if (State.Owner.Length > 0 && time.GetElapsedTime(_renewedAt) < ITelegramLeaseGrain.Duration)
                return null;
            (State.Owner, State.BotName) = (owner, botName);
            State.Epoch++;
            await SaveAsync();
        }

        _renewedAt = time.GetTimestamp();
        return State.Epoch;
    }

    public Task ReleaseAsync(string owner)
    {
        if (State.Owner != owner)
            return Task.CompletedTask;
        State.Owner = "";
        return SaveAsync();
    }

    public Task<string> GetBotNameAsync() => Task.FromResult(State.BotName);
}

/// <summary>The durable state of <see cref="TelegramLeaseGrain"/>.</summary>
public sealed class TelegramLeaseState
{
    /// <summary>Who holds the lease; empty for nobody.</summary>
    public string Owner { get; set; } = "";

    /// <summary>Number of the lease.</summary>
    public long Epoch { get; set; }

    /// <summary>The bot's user name.</summary>
    public string BotName { get; set; } = "";
}
