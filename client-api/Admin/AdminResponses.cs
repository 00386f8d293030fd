using TradingBot.Accounts;

namespace TradingBot.ClientApi.Admin;

/// <summary>How a user's traders are.</summary>
/// <param name="Id">User id.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="Standing">Whether the user may use the service.</param>
/// <param name="Traders">Traders there are.</param>
/// <param name="Running">Those that are started and not paused.</param>
/// <param name="NotTrading">Those that do not trade, or make no entries, though they are started: a key, a feed, a rule stands against it.</param>
/// <param name="InFlight">Those that wait for the answer of a venue.</param>
/// <param name="KillSwitch">Whether the user's kill switch is on.</param>
/// <param name="Confirmed">Whether all traders have confirmed what the kill switch says.</param>
/// <param name="Chat">Whether a chat is linked.</param>
public sealed record UserHealthResponse(
    string Id, UserRole Role, UserStanding Standing, int Traders, int Running, int NotTrading, int InFlight, bool KillSwitch, bool Confirmed, bool Chat);

/// <summary>Words to everybody.</summary>
/// <param name="Text">Plain text, 1 to 1,000 characters.</param>
public sealed record BroadcastRequest(string? Text = null);

/// <summary>What has become of words to everybody.</summary>
/// <param name="Told">Users who have a linked chat.</param>
public sealed record BroadcastResponse(int Told);
