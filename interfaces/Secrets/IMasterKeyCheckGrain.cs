namespace TradingBot.Secrets;

/// <summary>Keeps a value sealed by the master key, by which a start with another key is noticed. One grain, key <see cref="Key"/>.</summary>
[Alias("master-key-check")]
public interface IMasterKeyCheckGrain : IGrainWithStringKey
{
    /// <summary>The key of the one grain.</summary>
    const string Key = "master-key";

    /// <summary>The value; null before the first start.</summary>
    [Alias("get")]
    Task<SealedSecret?> GetAsync();

    /// <summary>Keeps a value. Durable.</summary>
    [Alias("set")]
    Task SetAsync(SealedSecret value);
}
