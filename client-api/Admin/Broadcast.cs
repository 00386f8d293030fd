using Orleans;
using TradingBot.Accounts;
using TradingBot.Notifications;

namespace TradingBot.ClientApi.Admin;

/// <summary>Tells everybody something.</summary>
internal static class Broadcast
{
    private const int UsersAtATime = 100;

    /// <summary>Puts a notification into every user's outbox. Durable for each; again, it tells nobody twice.</summary>
    /// <returns>How many users have a chat in which they are told.</returns>
    public static async Task<int> SendAsync(IClusterClient grains, Notification notification)
    {
        var (told, after) = (0, (string?)null);
        while (await grains.GetGrain<IUserDirectoryGrain>(IUserDirectoryGrain.Key).ListAsync(after, UsersAtATime) is { IsEmpty: false } users)
        {
            var done = await Task.WhenAll(users.Select(id => grains.GetGrain<INotificationGrain>(id).EnqueueAsync([notification])));
            (told, after) = (told + done.Count(static d => d), users[^1]);
        }

        return told;
    }
}
