using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Secrets;
using TradingBot.Grains.Journal;
using TradingBot.Grains.Trading;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Notifications;

namespace TradingBot.Tests.Grains.Embedded;

/// <summary>The daily report comes at the user's hour, by the user's clock. Here because Orleans' reminders look at the wall's.</summary>
public sealed class DailyReportTests : IAsyncLifetime
{
    private const string User = "alice";

    private GrainFixture _service = null!;

    private INotificationGrain Notifications => _service.Grains.GetGrain<INotificationGrain>(User);

    public async ValueTask InitializeAsync() => _service = await GrainFixture.StartAsync(new ScriptedFeed(), configure: static services =>
    {
        services.AddBinance(new(), MarketDataSource.Simulated);
        services.AddSingleton(new SecretVault(MasterKey.Create()));
        services.AddTrading(new(), new());
        services.AddSingleton<IJournalReader, NothingTraded>();
    });

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("Asia/Kolkata", 540, "2026-01-01T03:30Z", "2025-12-31")]
    [InlineData("Europe/Berlin", 540, "2026-01-01T08:00Z", "2025-12-31")]
    [InlineData("America/New_York", 1_260, "2026-01-01T02:00Z", "2025-12-30")]
    public async Task It_is_told_at_the_users_hour_and_the_next_day_again(string zone, int minute, string due, string day)
    {
        await Notifications.SetPreferencesAsync(NotificationPreferences.Default with { TimeZone = zone, ReportAt = minute });
        await Notifications.LinkAsync(42);

        MoveTo(DateTimeOffset.Parse(due) - TimeSpan.FromMinutes(1));
        (await Notifications.TakeAsync()).ShouldBeNull();
        MoveTo(DateTimeOffset.Parse(due));
        await TellAsync($"Your report of {day}");
        MoveTo(DateTimeOffset.Parse(due) + TimeSpan.FromHours(23.9));
        (await Notifications.TakeAsync()).ShouldBeNull();
        MoveTo(DateTimeOffset.Parse(due) + TimeSpan.FromDays(1));
        await TellAsync($"Your report of {DateOnly.Parse(day).AddDays(1):yyyy-MM-dd}");
    }

    [Fact]
    public async Task The_hour_stays_where_it_is_on_the_users_clock_when_clocks_are_put_forward()
    {
        MoveTo(DateTimeOffset.Parse("2026-03-27T12:00Z"));
        await Notifications.SetPreferencesAsync(NotificationPreferences.Default with { TimeZone = "Europe/Berlin", ReportAt = 540 });
        await Notifications.LinkAsync(42);
        MoveTo(DateTimeOffset.Parse("2026-03-28T08:00Z"));
        await TellAsync("Your report of 2026-03-27");
        MoveTo(DateTimeOffset.Parse("2026-03-29T06:59Z"));
        (await Notifications.TakeAsync()).ShouldBeNull();
        MoveTo(DateTimeOffset.Parse("2026-03-29T07:00Z"));
        await TellAsync("Your report of 2026-03-28");
    }

    [Fact]
    public async Task A_service_that_was_down_at_the_hour_tells_it_late_and_once()
    {
        await Notifications.LinkAsync(42);
        await _service.StopAsync();
        MoveTo(DateTimeOffset.Parse("2026-01-01T11:00Z"));
        await _service.StartAgainAsync();
        MoveTo(DateTimeOffset.Parse("2026-01-01T11:05Z"));
        await TellAsync("Your report of 2025-12-31");
        MoveTo(DateTimeOffset.Parse("2026-01-01T20:00Z"));
        (await Notifications.TakeAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Who_wants_none_gets_none()
    {
        await Notifications.LinkAsync(42);
        await Notifications.SetPreferencesAsync(NotificationPreferences.Default with { ReportAt = null });
        MoveTo(DateTimeOffset.Parse("2026-01-03T00:00Z"));
        (await Notifications.TakeAsync()).ShouldBeNull();
    }

    private void MoveTo(DateTimeOffset time)
    {
        // Hour by hour: what is due meanwhile comes meanwhile.
        while (_service.Time.GetUtcNow() < time)
        {
            var left = time - _service.Time.GetUtcNow();
            _service.Time.Advance(left < TimeSpan.FromHours(1) ? left : TimeSpan.FromHours(1));
        }
    }

    // A reminder is a turn of its own: it comes, if not at once.
    private async Task TellAsync(string title)
    {
        var batch = await Poll.UntilAsync(() => Notifications.TakeAsync(), static b => b is not null);

        var report = batch!.Items.ShouldHaveSingleItem().Notification;
        report.Kind.ShouldBe(NotificationKind.Report);
        report.Title.ShouldBe(title);
        await Notifications.ConfirmAsync(batch.Items[0].Id);
    }

    private sealed class NothingTraded : IJournalReader
    {
        public Task<JournalPage<OrderRow>> ReadOrdersAsync(JournalQuery query) => Task.FromResult(new JournalPage<OrderRow>([], null));

        public Task<JournalPage<FillRow>> ReadFillsAsync(JournalQuery query) => Task.FromResult(new JournalPage<FillRow>([], null));

        public Task<JournalPage<TradeRow>> ReadTradesAsync(JournalQuery query) => Task.FromResult(new JournalPage<TradeRow>([], null));

        public Task<ImmutableArray<EventRow>> ReadEventsAsync(string? userId, long afterId, int limit) => Task.FromResult(ImmutableArray<EventRow>.Empty);

        public Task<long> ReadLastEventAsync(string? userId) => Task.FromResult(0L);

        public Task<long> ReadLastDroppedEventAsync(string? userId, MarketSymbol? symbol) => Task.FromResult(0L);

        public Task NextWriteAsync(string? userId) => Task.Delay(Timeout.InfiniteTimeSpan);
    }
}
