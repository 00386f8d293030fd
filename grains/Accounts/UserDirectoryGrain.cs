using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.Grains.Storage;

namespace TradingBot.Grains.Accounts;

/// <summary>A durable set of user ids.</summary>
public sealed class UserDirectoryGrain(
    [PersistentState("user-directory", "grains")] IPersistentState<UserDirectoryState> state) : StoredGrain<UserDirectoryState>(state), IUserDirectoryGrain
{
    public Task AddAsync(string userId) => State.Users.Add(userId) ? SaveAsync() : Task.CompletedTask;

    public Task<ImmutableArray<string>> ListAsync(string? after, int limit) =>
        Task.FromResult(State.Users
            .SkipWhile(id => after is not null && string.CompareOrdinal(id, after) <= 0).Take(limit).ToImmutableArray());
}

/// <summary>The durable state of <see cref="UserDirectoryGrain"/>.</summary>
public sealed class UserDirectoryState
{
    // Filled, never replaced: the comparer is not part of what is stored.
    private readonly SortedSet<string> _users = new(StringComparer.Ordinal);

    /// <summary>All user ids, in ordinal order.</summary>
    public SortedSet<string> Users
    {
        get => _users;
        init => _users.UnionWith(value);
    }
}
