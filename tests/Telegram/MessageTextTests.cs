using TradingBot.ClientApi.Telegram.Api;
using TradingBot.ClientApi.Telegram.Presentation;
using TradingBot.Tests.Telegram.Server;

namespace TradingBot.Tests.Telegram;

/// <summary>Texts as Telegram takes them.</summary>
public sealed class MessageTextTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Parts_of_a_long_text_fit_are_well_formed_and_lose_nothing(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 300; run++)
        {
            var html = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => Piece(random)));
            var longest = random.Next(300, 1_500);
            var parts = MessageText.Split(html, longest);
            parts.ShouldAllBe(p => p.Length <= longest);
            foreach (var part in parts)
                Markup.Error(part).ShouldBeNull(part);
            Squeezed(string.Concat(parts.Select(Markup.Plain))).ShouldBe(Squeezed(Markup.Plain(html)));
        }
    }

    [Theory]
    [InlineData("vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A", true)]
    [InlineData("my key is NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j thanks", true)]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ", true)]
    [InlineData("tb_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", true)]
    [InlineData("/settings 1m,BTCUSDT,50$,10,10,1", false)]
    [InlineData("/start alice_AAAAAAAAAAAAAAAAAAAAAA", false)]
    [InlineData("/broadcast We are going to have some maintenance this evening, from 18:00 on.", false)]
    public void Secrets_are_told_from_words(string text, bool isSecret) => SecretText.IsIn(text).ShouldBe(isSecret);

    private static string Piece(Random random)
    {
        var text = MessageText.Escape(new string([.. Enumerable.Range(0, random.Next(1, 400)).Select(_ => "ab <&>\nö"[random.Next(8)])]));
        return random.Next(5) switch
        {
            0 => $"<b>{text}</b>",
            1 => $"<pre>{text}</pre>",
            2 => $"<b><i>{text}</i></b>\n",
            _ => text,
        };
    }

    // Where a part ends, blanks may go.
    private static string Squeezed(string text) => string.Concat(text.Where(static c => !char.IsWhiteSpace(c)));
}
