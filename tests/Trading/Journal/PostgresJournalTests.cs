using TradingBot.Grains.Journal;
using TradingBot.Journal;
using TradingBot.Silo.Journal;
using TradingBot.Tests.Support;
using TradingBot.Trading;

namespace TradingBot.Tests.Trading.Journal;

/// <summary>The journal on PostgreSQL, and what is only there: several processes on one database.</summary>
public sealed class PostgresJournalTests() : JournalStoreTests(postgres: true)
{
    private static readonly TraderKey Carla = TraderKey.Parse("carla/spot:BTCUSDT");

    [Fact]
    public async Task Processes_that_start_and_write_at_the_same_time_miss_none_of_each_others_events()
    {
        var connection = await PostgresServer.CreateDatabaseAsync();
        using var one = JournalDatabase.OnPostgres(connection);
        using var other = JournalDatabase.OnPostgres(connection);
        await Task.WhenAll(one.PrepareAsync(), other.PrepareAsync());

        const int Each = 300;
        var writing = Task.WhenAll(new[] { (one, "one"), (other, "other") }.Select(async writer =>
        {
            for (var number = 1; number <= Each; number++)
                await writer.Item1.Writer.WriteAsync(TraderKey.Parse($"{writer.Item2}/spot:BTCUSDT"), [Notice(number)]);
        }));
        var seen = new List<long>();
        while (seen.Count < 2 * Each)
        {
            var done = writing.IsCompleted;
            var read = await one.Reader.ReadEventsAsync(null, seen.LastOrDefault(), 7);
            seen.AddRange(read.Select(e => e.Id));
            if (done && read.IsEmpty)
                break;
        }

        await writing;
        // An id that becomes visible only after a higher one has been read is missed for ever.
        seen.Count.ShouldBe(2 * Each);
    }

    [Fact]
    public async Task Those_who_wait_are_woken_by_another_process()
    {
        var connection = await PostgresServer.CreateDatabaseAsync();
        using var here = JournalDatabase.OnPostgres(connection);
        using var there = JournalDatabase.OnPostgres(connection);
        await here.PrepareAsync();
        using var listening = new PostgresJournal(new() { ConnectionString = connection });
        using var listener = new PostgresSignals(listening, here.Signals, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<PostgresSignals>.Instance);
        // Woken once when it begins to listen: what came before may have been missed.
        var ready = here.Reader.NextWriteAsync("carla");
        await listener.StartAsync(TestContext.Current.CancellationToken);
        await ready.WaitAsync(TimeSpan.FromSeconds(60));
        var (carla, everybody) = (here.Reader.NextWriteAsync("carla"), here.Reader.NextWriteAsync(null));

        await there.Writer.WriteAsync(Carla, [Notice(1)]);

        await Task.WhenAll(carla, everybody).WaitAsync(TimeSpan.FromSeconds(60));
        await listener.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_said_so_without_the_password()
    {
        using var nowhere = JournalDatabase.OnPostgres("Host=127.0.0.1;Port=1;Username=tests;Password=sesame;Timeout=1");

        foreach (var failing in new Func<Task>[] { nowhere.PrepareAsync, () => nowhere.Reader.ReadLastEventAsync(null) })
        {
            var failure = await Should.ThrowAsync<JournalException>(failing);
            failure.Message.ShouldContain("127.0.0.1:1");
            failure.ToString().ShouldNotContain("sesame");
        }
    }

    private static JournalEntry Notice(long number) => new(number, EventKind.Notice, 7, 40, "a notice");
}
