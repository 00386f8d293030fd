using System.Collections.Immutable;
using System.Globalization;
using TradingBot.Accounts;
using TradingBot.ClientApi.Admin;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.Notifications;
using TradingBot.Trading.Risk;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>What those who run the service need in a hurry.</summary>
internal sealed class OperatorCommands(IEnumerable<ILogTail> logs) : ICommandGroup
{
    private const string Yes = "yes";
    private const int PageSize = 20;
    private const int UsualLines = 15;
    private const int MostLines = 100;
    private const int LongestLine = 300;

    private readonly ILogTail? _logs = logs.FirstOrDefault();

    public IEnumerable<BotCommand> Commands =>
    [
        new("users", "", "Lists who uses the service", "/users", UsersAsync, IsForOperators: true),
        new("broadcast", "text", "Tells everybody something, after you confirm it", "/broadcast Maintenance at 18:00 UTC", BroadcastAsync, IsForOperators: true, IsChange: true),
        new("service", "[pause|readonly|resume|keep|flatten|release]", "Shows or sets the service's mode", "/service pause", ServiceAsync, IsForOperators: true, IsChange: true),
        new("logs", "[component] [lines]", "Shows the last lines of a log", "/logs errors 20", LogsAsync, IsForOperators: true),
    ];

    private static async Task<Reply> UsersAsync(CommandContext context)
    {
        var after = context.Word(0);
        var ids = await context.Grains.GetGrain<IUserDirectoryGrain>(IUserDirectoryGrain.Key).ListAsync(after.Length == 0 ? null : after, PageSize + 1);
        var shown = await Task.WhenAll(ids.Take(PageSize).Select(async id =>
        {
            var profile = await context.Grains.GetGrain<IUserGrain>(id).GetProfileAsync();
            var chat = (await context.Grains.GetGrain<INotificationGrain>(id).GetAsync()).ChatId is null ? "" : " 💬";
            return profile is null ? Escape(id) : $"{Code(id)} {EnumNames.Of(profile.Role)}{(profile.Standing == UserStanding.Active ? "" : $", {EnumNames.Of(profile.Standing)}")}{chat}";
        }));
        var reply = new Reply(shown.Length == 0 ? "There are no more users." : string.Join('\n', shown));
        return ids.Length > PageSize ? reply.With(new ReplyButton("More ▶️", $"/users {ids[PageSize - 1]}")) : reply;
    }

    private static async Task<Reply> BroadcastAsync(CommandContext context)
    {
        if (context.Text.Length is 0 or > Notification.LongestTitle)
            return Reply.Wrong($"Write what everybody is to be told behind it, at most {Notification.LongestTitle} characters: /broadcast Maintenance at 18:00 UTC");
        if (!context.IsPress)
            return new Reply($"Tell everybody this?\n\n{Bold(context.Text)}").With(new("Yes, tell everybody", $"/broadcast {Yes} {context.Text}"), new("No", "/cancel"));
        // Its own source, by the update: the same press again, after a crash, tells nobody twice.
        var notification = new Notification(
            string.Create(CultureInfo.InvariantCulture, $"broadcast-{context.Update.Id}"), 1, NotificationKind.Broadcast, context.Now, context.Text[(Yes.Length + 1)..], []);
        return Reply.Of($"Sent to {await Broadcast.SendAsync(context.Grains, notification)} users who have a chat.");
    }

    private static async Task<Reply> ServiceAsync(CommandContext context)
    {
        var service = context.Grains.GetGrain<IServiceControlGrain>(IServiceControlGrain.Key);
        return (context.Word(0).ToLowerInvariant(), context.IsPress) switch
        {
            ("", _) => Shown(await service.GetStatusAsync()),
            ("pause", _) => Shown(await service.SetModeAsync(ServiceMode.EntriesPaused, context.User.Id)),
            ("readonly", _) => Shown(await service.SetModeAsync(ServiceMode.ReadOnly, context.User.Id)),
            ("resume", _) => Shown(await service.SetModeAsync(ServiceMode.Normal, context.User.Id)),
            ("release", _) => Shown(await service.ReleaseAsync(context.User.Id)),
            ("keep", true) => Shown(await service.KillAsync(KillPositions.Keep, context.User.Id)),
            ("flatten", true) => Shown(await service.KillAsync(KillPositions.Flatten, context.User.Id)),
            ("keep" or "flatten", false) => new Reply($"{Bold("End all entries of everybody")}{(context.Word(0) == "flatten" ? " and sell all positions at market" : "")}?")
                .With(new("Yes", $"/service {context.Word(0).ToLowerInvariant()}"), new("No", "/service")),
            var (word, _) => Reply.Wrong($"'{word}' is not known here. Write /service pause, readonly, resume, keep, flatten or release."),
        };
    }

    private static Reply Shown(ServiceStatus? status)
    {
        if (status is null)
            return Reply.Wrong("The kill switch is on; /service release comes first.");
        var reply = Reply.Of($"The service is in mode {EnumNames.Of(status.Mode)}{(status.By.Length > 0 ? $", set by {status.By}" : "")}. {status.Confirmed} users have taken it on, {status.Waiting} have not yet.");
        return status.Mode switch
        {
            ServiceMode.Normal => reply.With(new("⏸ Pause entries", "/service pause"), new("🛑 Kill", "/service keep")),
            ServiceMode.EntriesPaused or ServiceMode.ReadOnly => reply.With(new("▶️ Resume", "/service resume"), new("🛑 Kill", "/service keep")),
            _ => reply.With(new ReplyButton("Release", "/service release")),
        };
    }

    private async Task<Reply> LogsAsync(CommandContext context)
    {
        if (_logs is null)
            return Reply.Of("This service writes no log files.");
        var component = context.Word(0) is { Length: > 0 } named ? named.ToLowerInvariant() : "service";
        var lines = UsualLines;
        if (!_logs.Components.Contains(component, StringComparer.Ordinal))
            return Reply.Wrong($"There is no log '{component}'; there are {string.Join(", ", _logs.Components)}.");
        if (context.Words.Length > 1 && (!int.TryParse(context.Word(1), NumberStyles.None, CultureInfo.InvariantCulture, out lines) || lines is < 1 or > MostLines))
            return Reply.Wrong($"Write a whole number of lines from 1 to {MostLines}: /logs {component} 20");
        if (!context.Link.IsPrivate)
            return Reply.Wrong("Only in your private chat with me.");
        var found = await _logs.ReadAsync(component, lines, context.CancellationToken);
        return new(found.Count == 0
            ? Escape($"The log '{component}' is empty.")
            : $"<pre>{Escape(string.Join('\n', found.Select(static l => l.Length <= LongestLine ? l : l[..LongestLine] + "…")))}</pre>");
    }
}
