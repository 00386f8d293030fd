using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.Trading.Risk;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>The user's kill switch.</summary>
internal sealed class KillCommands : ICommandGroup
{
    public IEnumerable<BotCommand> Commands =>
        [new("kill", "[keep|flatten|release]", "Ends all entries of all your symbols at once", "/kill keep", KillAsync, IsChange: true)];

    private static async Task<Reply> KillAsync(CommandContext context)
    {
        var risk = context.Mine<IUserRiskGrain>();
        return (context.Word(0).ToLowerInvariant(), context.IsPress) switch
        {
            // Without a question: who types this is in a hurry, and positions keep their stops.
            ("keep", _) => Shown(await risk.KillAsync(KillPositions.Keep)),
            ("flatten", true) => Shown(await risk.KillAsync(KillPositions.Flatten)),
            ("flatten", false) => new Reply($"{Bold("Sell all positions of all your symbols at market")}, and end all entries?")
                .With(new("Yes, sell all", "/kill flatten"), new("No, keep them", "/kill keep")),
            ("release", _) => Shown(await risk.ReleaseAsync()),
            ("", _) => Shown(await risk.GetKillSwitchAsync()),
            var (word, _) => Reply.Wrong($"'{word}' is not known here. Write /kill keep (positions keep their stops), /kill flatten (they are sold) or /kill release."),
        };
    }

    private static Reply Shown(KillSwitchStatus status)
    {
        var pending = status.IsConfirmed ? "" : $" Not confirmed yet by {string.Join(", ", status.Pending)}; they are told until they do.";
        return status.Positions is { } positions
            ? Reply.Of($"🛑 The kill switch is on: no entries; positions {(positions == KillPositions.Keep ? "keep their stops" : "are sold")}.{pending}")
                .With(new ReplyButton("Release", "/kill release"))
            : Reply.Of($"The kill switch is off.{pending}").With(new("🛑 End entries", "/kill keep"), new("🛑 And sell all", "/kill flatten"));
    }
}
