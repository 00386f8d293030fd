using System.Reflection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingBot.Chats;
using TradingBot.ClientApi.Health;
using TradingBot.ClientApi.Telegram.Conversations;
using TradingBot.ClientApi.Telegram.Presentation;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>The chat itself, and the service behind it.</summary>
internal sealed class ChatCommands(ChatLinking linking, HealthCheckService health, TelegramOptions options) : ICommandGroup
{
    private const string Yes = "yes";

    public IEnumerable<BotCommand> Commands =>
    [
        new("start", "", "Says hello", "/start", StartAsync),
        new("unlink", "", "Unlinks this chat, after you confirm it", "/unlink", UnlinkAsync, IsChange: true),
        new("allow", "", "In a group, as a reply to somebody: lets them command", "/allow", c => AllowAsync(c, true), IsChange: true),
        new("disallow", "", "In a group, as a reply to somebody: lets them no more", "/disallow", c => AllowAsync(c, false), IsChange: true),
        new("support", "", "Tells whom to ask", "/support", _ => Task.FromResult(Reply.Of(options.Support))),
        new("version", "", "Shows the service's version", "/version", _ => Task.FromResult(Reply.Of($"Version {Version}"))),
        new("health", "", "Shows whether the service is well", "/health", HealthAsync),
    ];

    private static string Version =>
        typeof(ChatCommands).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private static Task<Reply> StartAsync(CommandContext context) =>
        Task.FromResult(new Reply($"Hello. This chat belongs to {Code(context.User.Id)}. /status shows how trading stands, /help what I can do."));

    private async Task<Reply> UnlinkAsync(CommandContext context)
    {
        if (!context.IsPress || context.Word(0) != Yes)
        {
            return Reply.Of("Unlink this chat? Trading goes on as it is; you are told of nothing here any more, and command nothing.")
                .With(new("Yes, unlink", $"/unlink {Yes}"), new("No", "/start"));
        }

        await linking.UnlinkAsync(context.Link, context.Update.ChatId);
        return Reply.Of("This chat is unlinked.") with { Unlinks = true };
    }

    private static async Task<Reply> AllowAsync(CommandContext context, bool isAllowed)
    {
        if (context.Link.IsPrivate)
            return Reply.Wrong("This is a private chat: you alone command here. In a group that is linked, reply to somebody's message with this command.");
        var member = context.Update.RepliedSenderId;
        if (member == 0)
            return Reply.Wrong("Reply with this command to a message of whom you mean.");
        if (!isAllowed && member == context.Update.SenderId)
            return Reply.Wrong("You cannot take the commands from yourself; /unlink ends it for everybody.");
        var members = isAllowed ? context.Link.Members.Remove(member).Add(member) : context.Link.Members.Remove(member);
        if (members.Length > IChatGrain.MostMembers)
            return Reply.Wrong($"At most {IChatGrain.MostMembers} people may command in a group.");
        await context.Grains.GetGrain<IChatGrain>(IChatGrain.KeyOf(context.Update.ChatId)).LinkAsync(context.Link with { Members = members });
        return Reply.Of(isAllowed ? "They may command here now." : "They may not command here any more.");
    }

    private async Task<Reply> HealthAsync(CommandContext context)
    {
        var report = await health.CheckHealthAsync(static c => c.Tags.Contains(HealthApi.Ready), context.CancellationToken);
        return Reply.Of(report.Status == HealthStatus.Healthy
            ? "✅ The service is well."
            : "⚠️ The service is not well: " + string.Join("; ", report.Entries.Where(static e => e.Value.Status != HealthStatus.Healthy).Select(static e => $"{e.Key} {e.Value.Description}")));
    }
}
