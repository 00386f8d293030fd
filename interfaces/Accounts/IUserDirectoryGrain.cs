using System.Collections.Immutable;

namespace TradingBot.Accounts;

/// <summary>Which users there are. One grain, key <see cref="Key"/>.</summary>
[Alias("user-directory")]
public interface IUserDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The key of the only grain of this kind.</summary>
    const string Key = "all";

    /// <summary>Adds a user. Idempotent and durable.</summary>
    [Alias("add")]
    Task AddAsync(string userId);

    /// <summary>User ids in ordinal order.</summary>
    /// <param name="after">Only ids behind this one; null for the first.</param>
    /// <param name="limit">At most this many, at least 1.</param>
    [Alias("list")]
    Task<ImmutableArray<string>> ListAsync(string? after, int limit);
}
