using TradingBot.Tests.Telegram.Server;

namespace TradingBot.Tests.Telegram.Service;

/// <summary>The whole service with its bot, against a Telegram of its own.</summary>
public sealed class BotService : IAsyncDisposable
{
    private long _lastChat = 100_000;

    private BotService(ApiService api, TelegramServer telegram) => (Api, Telegram) = (api, telegram);

    public ApiService Api { get; }

    public TelegramServer Telegram { get; }

    /// <param name="speed">Speed of the service's own market.</param>
    /// <param name="settings">Further settings.</param>
    public static async Task<BotService> StartAsync(string speed = "1", params IEnumerable<(string Name, string Value)> settings)
    {
        var telegram = await TelegramServer.StartAsync();
        return new(await ApiService.StartAsync(speed: speed, settings: [.. Settings(telegram), .. settings]), telegram);
    }

    /// <summary>What leads a service to a Telegram of the tests, whose limits are wide.</summary>
    public static IEnumerable<(string Name, string Value)> Settings(TelegramServer telegram) =>
    [
        ("Telegram:BotToken", TelegramServer.BotToken), ("Telegram:ApiBaseUrl", telegram.Address), ("Telegram:MessagesPerSecond", "1000"),
        ("Telegram:ChatIntervalMs", "0"), ("Telegram:PollSeconds", "5"), ("Telegram:TimeoutMs", "2000"),
    ];

    /// <summary>Makes a user with a linked chat.</summary>
    public async Task<Person> NewPersonAsync(string user, string role = "trader")
    {
        var person = new Person(Telegram, Interlocked.Increment(ref _lastChat)) { Api = await Api.NewUserAsync(user, role) };
        await person.LinkAsync();
        return person;
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Telegram.DisposeAsync();
    }
}
