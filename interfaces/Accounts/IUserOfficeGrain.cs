namespace TradingBot.Accounts;

/// <summary>
/// What an administrator does to a user. Key: the user id. A grain of its own beside <see cref="IUserGrain"/>, which the traders that are
/// asked here ask in turn.
/// </summary>
[Alias("user-office")]
public interface IUserOfficeGrain : IGrainWithStringKey
{
    /// <summary>Suspends the user, or lets the user in again. Durable; the user's traders are told until they have heard.</summary>
    /// <returns>False when there is no such user, or not any more.</returns>
    [Alias("suspend")]
    Task<bool> SuspendAsync(bool suspended);

    /// <summary>
    /// Deletes the user, if no trader has a position or an order: nobody gets in any more, keys and customer details are destroyed. The id
    /// stays taken, and records stay under it. Durable; again, it finishes what a crash has cut off.
    /// </summary>
    [Alias("delete")]
    Task<UserDeletion> DeleteAsync();
}
