using TradingBot.Accounts;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Telegram.Presentation;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>All commands, and the one check of who may use which.</summary>
internal sealed class CommandCatalog
{
    private readonly Dictionary<string, BotCommand> _byName;

    public CommandCatalog(IEnumerable<ICommandGroup> groups)
    {
        All = [new("help", "[command]", "Explains the commands", "/help settings", HelpAsync), .. groups.SelectMany(static g => g.Commands)];
        _byName = All.ToDictionary(static c => c.Name, StringComparer.Ordinal);
    }

    /// <summary>All commands.</summary>
    public IReadOnlyList<BotCommand> All { get; }

    /// <summary>Whether a user may use a command.</summary>
    public static bool IsAllowed(UserProfile user, BotCommand command) => !command.IsForOperators || user.Role is UserRole.Operator or UserRole.Admin;

    /// <summary>The command of a name; null where the user has none such.</summary>
    public BotCommand? Find(UserProfile user, string name) =>
        _byName.GetValueOrDefault(name.ToLowerInvariant()) is { } command && IsAllowed(user, command) ? command : null;

    /// <summary>What is said to a name that is no command.</summary>
    public Reply Unknown(UserProfile user, string name)
    {
        var near = All.Where(c => IsAllowed(user, c)).MinBy(c => EditDistance.Between(c.Name, name.ToLowerInvariant()))!;
        return Reply.Wrong(
            EditDistance.Between(near.Name, name.ToLowerInvariant()) <= 3 ? $"There is no command /{name}. Did you mean /{near.Name}? All of them: /help" : $"There is no command /{name}. All of them: /help");
    }

    private Task<Reply> HelpAsync(CommandContext context)
    {
        var name = context.Word(0).TrimStart('/');
        if (name.Length > 0)
        {
            return Task.FromResult(Find(context.User, name) is { } command
                ? new Reply($"{Code(command.Usage)}\n{Escape(command.Summary)}.\nExample: {Code(command.Example)}")
                : Unknown(context.User, name));
        }

        var lines = All.Where(c => IsAllowed(context.User, c)).Select(static c => $"{Escape(c.Usage)} – {Escape(c.Summary)}");
        return Task.FromResult(new Reply($"{Bold("Commands")}\n{string.Join('\n', lines)}\n\n/help and a command's name shows an example."));
    }
}

/// <summary>Commands that belong together.</summary>
internal interface ICommandGroup
{
    /// <summary>The commands.</summary>
    IEnumerable<BotCommand> Commands { get; }
}
