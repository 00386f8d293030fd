using System.Globalization;
using Orleans;
using TradingBot.Accounts;
using TradingBot.Chats;
using TradingBot.Notifications;
using TradingBot.Reporting;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>Who asks, where, and for what.</summary>
/// <param name="Grains">The service's grains.</param>
/// <param name="User">The user whom the chat belongs to.</param>
/// <param name="Link">The chat's link.</param>
/// <param name="Update">What was done in the chat.</param>
/// <param name="Text">What stands behind the command.</param>
/// <param name="IsPress">A button was pressed, and nothing typed.</param>
/// <param name="Dialogue">The dialogue that is open; null for none.</param>
/// <param name="TimeZone">The user's time zone.</param>
/// <param name="Now">Now, milliseconds UTC.</param>
/// <param name="CancellationToken">Ends the work.</param>
internal sealed record CommandContext(
    IClusterClient Grains, UserProfile User, ChatLink Link, ChatUpdate Update, string Text, bool IsPress, ChatDialogue? Dialogue, TimeZoneInfo TimeZone,
    long Now, CancellationToken CancellationToken)
{
    private static readonly char[] Blanks = [' ', '\n', '\t'];

    /// <summary>The words behind the command.</summary>
    public string[] Words => Text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A word; empty when there are not so many.</summary>
    public string Word(int index) => index < Words.Length ? Words[index] : "";

    /// <summary>A grain of the user.</summary>
    public T Mine<T>()
        where T : IGrainWithStringKey => Grains.GetGrain<T>(User.Id);

    /// <summary>A time as the user's clocks show it.</summary>
    public string Local(long time, string format = "MM-dd HH:mm") =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(time), TimeZone).ToString(format, CultureInfo.InvariantCulture);

    /// <summary>The zone of preferences.</summary>
    public static TimeZoneInfo ZoneOf(NotificationPreferences preferences) =>
        ReportQuery.TryFindTimeZone(preferences.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}
