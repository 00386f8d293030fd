using System.Security.Cryptography;
using System.Text;
using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.Grains.Storage;

namespace TradingBot.Grains.Accounts;

/// <summary>Keeps the hash of a code until it is redeemed or replaced.</summary>
public sealed class OneTimeCodeGrain(
    [PersistentState("one-time-code", "grains")] IPersistentState<OneTimeCodeState> state, TimeProvider time) : StoredGrain<OneTimeCodeState>(state), IOneTimeCodeGrain
{
    public Task IssueAsync(string hash, long expiresAt, string data)
    {
        (State.Hash, State.ExpiresAt, State.Data) = (hash, expiresAt, data);
        return SaveAsync();
    }

    public Task<string?> FindAsync(string hash) => Task.FromResult(IsOpenedBy(hash) ? State.Data : null);

    public async Task<string?> RedeemAsync(string hash)
    {
        if (!IsOpenedBy(hash))
            return null;
        var data = State.Data;
        await ClearAsync();
        return data;
    }

    private bool IsOpenedBy(string hash) =>
        State.Hash.Length > 0 && State.ExpiresAt > time.GetUtcNow().ToUnixTimeMilliseconds()
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(State.Hash), Encoding.ASCII.GetBytes(hash));
}

/// <summary>The durable state of <see cref="OneTimeCodeGrain"/>.</summary>
public sealed class OneTimeCodeState
{
    /// <summary>SHA-256 of the code; empty for none.</summary>
    public string Hash { get; set; } = "";

    /// <summary>When it ends, milliseconds UTC.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>What whoever redeems it learns.</summary>
    public string Data { get; set; } = "";
}
