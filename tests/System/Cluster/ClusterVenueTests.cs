using TradingBot.Tests.Checker;
using TradingBot.Tests.Checker.Input;
using TradingBot.Tests.Crash;
using TradingBot.Tests.Support;
using TradingBot.Trading;

namespace TradingBot.Tests.System.Cluster;

/// <summary>A cluster that trades at a venue of its own process while silos end and others come; the history checker has its say.</summary>
[Collection("alone")]
public sealed class ClusterVenueTests
{
    private const int Speed = 60;
    private static readonly string[] Symbols = ["spot:BTCUSDT", "spot:ETHUSDT", "usdm:BTCUSDT"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly IReadOnlyList<(string User, string Key, string Secret)> Users =
        [.. Enumerable.Range(1, 3).Select(static i => ($"user-{i}", $"key-{i}", $"secret-{i}"))];

    private static readonly List<TraderKey> Traders = [.. Users.SelectMany(static u => Symbols.Select(s => TraderKey.Parse($"{u.User}/{s}")))];

    private readonly List<Outage> _outages = [];
    private readonly List<Command> _commands = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cluster_whose_silos_are_killed_and_added_leaves_a_history_that_the_checker_finds_no_fault_in(bool venueGoesWrong)
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Absent);
        Assert.SkipUnless(await OrleansBuild.IsPossibleAsync(), OrleansBuild.Absent);
        var program = await OrleansBuild.BuildAsync("silo", "TradingBot.Silo");
        var database = await PostgresServer.CreateDatabaseAsync();
        var seed = Environment.TickCount & 0xFFFF;
        var random = new Random(seed);
        var run = Directory.CreateTempSubdirectory("tradingbot-cluster-").FullName;
        await using (var venue = await Venue.StartAsync(seed, Speed, run, [.. Users.Select(static u => (u.Key, u.Secret))]))
        {
            using var folder = new TempFolder();
            using var cluster = new ClusterProcesses(program, database, folder, [.. venue.Settings(), "--Journal:EventsKept=1000000"]);
            using var service = await StartAsync(cluster);
            if (venueGoesWrong)
                await venue.SetFaultsAsync(VenueFaults.All);
            foreach (var kill in (bool[])[true, true, false, true])
            {
                var victim = random.Next(cluster.Silos);
                await NoteAsync(kill ? "killed" : "stopped", async () =>
                {
                    await (kill ? cluster.KillAsync(victim) : cluster.StopAsync(victim));
                    await AdvanceAsync(cluster, 2);
                });
                await cluster.AddSiloAsync();
                await AdvanceAsync(cluster, 20);
                await venue.SaveLogAsync();
            }

            await venue.SetFaultsAsync(VenueFaults.None);
            await ComeToRestAsync(cluster, service, venue);
            while (cluster.Silos > 0)
                await cluster.StopAsync(0);
            await venue.SaveLogAsync();
            await venue.SaveStateAsync();
            await venue.SaveNotesAsync(new() { Outages = _outages, Commands = _commands });
        }

        using var back = SiloProcess.Start("migrate-engine", "to-folder", "--data", Path.Combine(run, "data"), "--database", database);
        (await back.ExitAsync()).ShouldBe(0, back.Output);
        var history = await RunFolder.ReadAsync(run);
        await using var report = new StringWriter();
        var findings = HistoryChecker.Check(history);
        Report.Write(history, findings, report);
        TestContext.Current.SendDiagnosticMessage($"seed {seed}: {report}{string.Join(", ", _outages.Select(static o => $"{o.Why}: all at work again after {o.To - o.From - ServiceApi.SettleTime} ms"))}");
        findings.ShouldBeEmpty($"seed {seed}, the run is in {run}:\n{report}");
        history.Journal.Fills.Count.ShouldBeGreaterThan(0);
        Directory.Delete(run, recursive: true);
    }

    private static async Task<ServiceApi> StartAsync(ClusterProcesses cluster)
    {
        await cluster.MigrateAsync();
        for (var silo = 0; silo < 3; silo++)
            await cluster.AddSiloAsync();
        var (address, token) = await cluster.AddApiAsync();
        var service = new ServiceApi(address, token);
        foreach (var (user, key, secret) in Users)
            await service.AddUserAsync(user, key, secret, Symbols);
        await AdvanceAsync(cluster, 20);
        return service;
    }

    private static async Task AdvanceAsync(ClusterProcesses cluster, int candles) => await Task.WhenAll(Traders.Select(t => cluster.AdvanceAsync(t, candles)));

    // Until every trader is at work again, its stops may be late.
    private async Task NoteAsync(string why, Func<Task> change)
    {
        var begun = ServiceApi.Now;
        await change();
        _outages.Add(new(begun, ServiceApi.Now + ServiceApi.SettleTime, why));
    }

    private async Task ComeToRestAsync(ClusterProcesses cluster, ServiceApi service, Venue venue)
    {
        // What the last faults have hidden shows by then, and what a wiped account has lost at the second look at it.
        await AdvanceAsync(cluster, 25);
        foreach (var trader in Traders)
        {
            await service.CommandAsync(trader.UserId, trader.Symbol.ToString(), "stop");
            _commands.Add(new(ServiceApi.Now, trader.ToString(), Allows: false));
        }

        await UntilAtRestAsync(service);
        await venue.StandStillAsync();
        await UntilAtRestAsync(service);
    }

    private static async Task UntilAtRestAsync(ServiceApi service) =>
        await Poll.UntilAsync(service.RestlessAsync, static restless => restless.Count == 0, Patience);
}
