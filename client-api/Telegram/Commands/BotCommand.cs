using TradingBot.ClientApi.Telegram.Presentation;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>A command of the bot.</summary>
/// <param name="Name">Its name without the slash.</param>
/// <param name="Arguments">What may stand behind it, for the help: <c>[symbol]</c>.</param>
/// <param name="Summary">What it does, in one short line: Telegram offers it to people.</param>
/// <param name="Example">A use of it that works.</param>
/// <param name="RunAsync">Does it.</param>
/// <param name="IsForOperators">Only those who run the service may.</param>
/// <param name="IsChange">It changes something: its use is part of the audit trail.</param>
internal sealed record BotCommand(
    string Name, string Arguments, string Summary, string Example, Func<CommandContext, Task<Reply>> RunAsync, bool IsForOperators = false, bool IsChange = false)
{
    /// <summary>How it is typed.</summary>
    public string Usage => Arguments.Length == 0 ? $"/{Name}" : $"/{Name} {Arguments}";
}
