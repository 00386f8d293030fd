using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Telegram.Pages;
using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.ExchangeAccounts;
using TradingBot.Trading;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>Exchange keys: shown without their secrets, handed over by a page, never in the chat.</summary>
internal sealed class KeysCommands(OneTimePages pages) : ICommandGroup
{
    private static readonly TradingMode[] Venues = [TradingMode.Testnet, TradingMode.Demo, TradingMode.Live];

    public IEnumerable<BotCommand> Commands =>
        [new("keys", "[testnet|demo|live]", "Shows your exchange keys, and gives a safe page for new ones", "/keys testnet", KeysAsync, IsChange: true)];

    private async Task<Reply> KeysAsync(CommandContext context)
    {
        var word = context.Word(0).ToLowerInvariant();
        if (word.Length > 0)
        {
            if (!EnumNames.TryParse(word, out TradingMode venue) || !Venues.Contains(venue))
                return Reply.Wrong($"'{word}' is no exchange; one of {string.Join(", ", Venues.Select(static v => EnumNames.Of(v)))}.");
            if (!context.Link.IsPrivate)
                return Reply.Wrong("Only in your private chat with me.");
            var url = await pages.OfferAsync(context.User.Id, OneTimePages.Keys, EnumNames.Of(venue));
            return new Reply($"Enter your {EnumNames.Of(venue)} key on this page. It is good once, for 10 minutes. Never type a key into a chat.").With(new ReplyButton("🔑 Enter the key", "", url));
        }

        var lines = await Task.WhenAll(Venues.Select(async v =>
        {
            var keys = await context.Grains.GetGrain<IExchangeAccountGrain>(new ExchangeAccountKey(context.User.Id, v).ToString()).GetAsync();
            var shown = keys.Select(static k => $"{EnumNames.Of(k.Market)} …{k.LastFour}, {EnumNames.Of(k.Verdict)}{string.Concat(k.Problems.Select(static p => $" – {p}"))}");
            return $"{Bold(EnumNames.Of(v))}: {Escape(keys.IsEmpty ? "no key" : string.Join("; ", shown))}";
        }));
        return new Reply(string.Join('\n', lines)).With(Venues.Select(static v => new ReplyButton($"🔑 {EnumNames.Of(v)}", $"/keys {EnumNames.Of(v)}")));
    }
}
