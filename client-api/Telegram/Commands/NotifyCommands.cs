using System.Globalization;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.Notifications;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>What the user is told, and when.</summary>
internal sealed class NotifyCommands : ICommandGroup
{
    private const string Off = "off";

    public IEnumerable<BotCommand> Commands =>
    [
        new("notify", "[event on|silent|off] | [quiet 22:00-07:00|off] | [zone Asia/Kolkata]", "Chooses what you are told", "/notify exit silent", NotifyAsync, IsChange: true),
        new("stop_notify", "", "Tells you nothing more, but what concerns your account's safety", "/stop_notify", StopAsync, IsChange: true),
        new("report", "[09:00|off]", "Chooses when your daily report comes", "/report 09:00", ReportAsync, IsChange: true),
    ];

    private static async Task<Reply> NotifyAsync(CommandContext context)
    {
        var before = await PreferencesAsync(context);
        var (what, how) = (context.Word(0).ToLowerInvariant(), context.Word(1));
        switch (what)
        {
            case "":
                // Whoever asks for it wants to be told again.
                return before.IsStopped ? await SetAsync(context, before with { IsStopped = false }) : Shown(before);
            case "quiet" when how == Off:
                return await SetAsync(context, before with { Quiet = null });
            case "quiet":
                return how.Split('-') is [var from, var to] && TryReadTime(from, out var first) && TryReadTime(to, out var last)
                    ? await SetAsync(context, before with { Quiet = new(first, last) })
                    : Reply.Wrong("Write the hours without sounds like this: /notify quiet 22:00-07:00, or /notify quiet off.");
            case "zone":
                return await SetAsync(context, before with { TimeZone = how });
        }

        if (!EnumNames.TryParse(what, out NotificationKind kind))
            return Reply.Wrong($"'{what}' is no event; one of {string.Join(", ", EnumNames.Of(typeof(NotificationKind)))}, or quiet, or zone.");
        if (!EnumNames.TryParse(how.ToLowerInvariant(), out NotificationLevel level))
            return Reply.Wrong($"Write on, silent or off behind it: /notify {what} silent.");
        return await SetAsync(context, before with { Levels = before.Levels.SetItem(kind, level), IsStopped = false });
    }

    private static async Task<Reply> StopAsync(CommandContext context) => await SetAsync(context, await PreferencesAsync(context) with { IsStopped = true });

    private static async Task<Reply> ReportAsync(CommandContext context)
    {
        var before = await PreferencesAsync(context);
        return context.Word(0).ToLowerInvariant() switch
        {
            "" => Reply.Of(before.ReportAt is { } at
                ? $"Your daily report comes at {Time(at)} ({before.TimeZone}). /report 20:30 changes that, /report off ends it; /profit 1 shows the last day now."
                : "You get no daily report. /report 09:00 brings it at nine."),
            Off => await SetAsync(context, before with { ReportAt = null }),
            var word when TryReadTime(word, out var minute) => await SetAsync(context, before with { ReportAt = minute }),
            var word => Reply.Wrong($"'{word}' is no time; write /report 09:00 or /report off."),
        };
    }

    private static async Task<NotificationPreferences> PreferencesAsync(CommandContext context) => (await context.Mine<INotificationGrain>().GetAsync()).Preferences;

    private static async Task<Reply> SetAsync(CommandContext context, NotificationPreferences preferences)
    {
        var errors = await context.Mine<INotificationGrain>().SetPreferencesAsync(preferences);
        return errors.IsEmpty ? Shown(preferences) : throw RequestException.Invalid(errors);
    }

    private static Reply Shown(NotificationPreferences p)
    {
        var kinds = Enum.GetValues<NotificationKind>().Where(static k => k != NotificationKind.Security).ToList();
        var text = $"{Bold(p.IsStopped ? "You are told nothing but what concerns your account's safety." : "What you are told")}\n"
            + Facts([
                .. kinds.Select(k => (EnumNames.Of(k), EnumNames.Of(p.LevelOf(k)))), ("quiet hours", p.Quiet is { } q ? $"{Time(q.From)}-{Time(q.To)}" : "none"),
                ("daily report", p.ReportAt is { } at ? Time(at) : Off), ("time zone", p.TimeZone),
            ]);
        return p.IsStopped
            ? new Reply(text).With(new ReplyButton("🔔 Tell me again", "/notify"))
            : new Reply(text).WithChoices(kinds.Select(k => new ReplyButton($"{EnumNames.Of(k)}: {Next(p.LevelOf(k))}", $"/notify {EnumNames.Of(k)} {Next(p.LevelOf(k))}")), 2);
    }

    private static string Next(NotificationLevel level) => EnumNames.Of((NotificationLevel)(((int)level + 1) % 3));

    private static bool TryReadTime(string text, out int minute)
    {
        var isTime = TimeOnly.TryParseExact(text, (string[])["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        minute = (time.Hour * 60) + time.Minute;
        return isTime;
    }

    private static string Time(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
