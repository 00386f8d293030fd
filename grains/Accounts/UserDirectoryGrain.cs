using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;

namespace TradingBot.Grains.Accounts;

/// <summary>A durable set of user ids.</summary>
public sealed class UserDirectoryGrain(
    [PersistentState("user-directory", "grains")] IPersistentState<UserDirectoryState> state) : Grain, IUserDirectoryGrain
{
    public async Task AddAsync(string userId)
    {
        if (!state.State.Users.Add(userId))
            return;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    public Task<ImmutableArray<string>> ListAsync(string? after, int limit) =>
        Task.FromResult(state.State.Users
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
