using System.Globalization;
using Orleans;
using TradingBot.Accounts;
using TradingBot.Chats;
using TradingBot.Notifications;
using TradingBot.Tests.Telegram.Service;

namespace TradingBot.Tests.Telegram;

/// <summary>Many chats at once.</summary>
public sealed class LoadTests
{
    private const int Chats = 1_000;
    private const int Each = 10;

    [Fact]
    public async Task Ten_thousand_updates_of_a_thousand_chats_are_answered_each_once_and_in_order()
    {
        await using var service = await BotService.StartAsync(settings: ("Telegram:TimeoutMs", "30000"));
        await Task.WhenAll(Enumerable.Range(1, Chats).Select(async n =>
        {
            var user = string.Create(CultureInfo.InvariantCulture, $"user-{n}");
            await service.Api.Services.GetGrain<IUserGrain>(user).CreateAsync(UserRole.Trader);
            await service.Api.Services.GetGrain<INotificationGrain>(user).LinkAsync(n);
            await service.Api.Services.GetGrain<IChatGrain>(IChatGrain.KeyOf(n)).LinkAsync(new(user, true, [n]));
        }));
        for (var i = 0; i < Each; i++)
        {
            for (var chat = 1; chat <= Chats; chat++)
                service.Telegram.Say(chat, string.Create(CultureInfo.InvariantCulture, $"/help word{i}of{chat}"));
        }

        await service.Telegram.UntilAsync(() => service.Telegram.Messages.Count >= Chats * Each, TimeSpan.FromMinutes(3));
        await service.Telegram.UntilAsync(() => service.Telegram.Unconfirmed == 0);
        service.Telegram.Messages.Count.ShouldBe(Chats * Each);
        for (var chat = 1; chat <= Chats; chat++)
        {
            service.Telegram.MessagesOf(chat).Select(static m => m.Text.Split("/word")[1].Split('.')[0])
                .ShouldBe(Enumerable.Range(0, Each).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i}of{chat}")), customMessage: $"chat {chat}");
        }
    }
}
