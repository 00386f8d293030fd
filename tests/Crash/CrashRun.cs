using System.Text.Json.Nodes;
using TradingBot.Grains.Trading.Faults;
using TradingBot.Tests.Checker;
using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.Crash;

/// <summary>
/// Service and simulator in processes of their own, the service killed over and over: at random moments, while it starts, and between
/// two steps of an order's life. At the end the history checker has its say.
/// </summary>
internal sealed class CrashRun
{
    private const int LongLife = 20_000;
    private static readonly TimeSpan ToRest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan TwoLooks = TimeSpan.FromSeconds(25);

    private readonly CrashOptions _options;
    private readonly TextWriter _output;
    private readonly Random _random;
    private readonly List<Command> _commands = [];
    private readonly List<(long From, long To)> _lost = [];
    private readonly SortedDictionary<string, int> _deaths = new(StringComparer.Ordinal);
    private readonly Dictionary<(string User, string Symbol), bool> _isRunning = [];
    private readonly HashSet<string?> _killed = [];

    private CrashRun(CrashOptions options, TextWriter output)
    {
        (_options, _output, _random) = (options, output, new(options.Seed));
        Folder = Directory.CreateTempSubdirectory("tradingbot-crash-").FullName;
    }

    /// <summary>All that is known of the run; deleted when nothing was found.</summary>
    public string Folder { get; }

    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    public int Fills { get; private set; }

    /// <summary>How often the service was killed.</summary>
    public int Kills => _deaths.Values.Sum();

    /// <summary>Divides the kills among worlds that run at the same time.</summary>
    public static async Task<IReadOnlyList<CrashRun>> RunAllAsync(CrashOptions options, TextWriter output) =>
        await Task.WhenAll(options.Divide().Select(o => RunAsync(o, TextWriter.Synchronized(output))));

    public static async Task<CrashRun> RunAsync(CrashOptions options, TextWriter output)
    {
        var run = new CrashRun(options, output);
        await run.RunAsync();
        return run;
    }

    private async Task RunAsync()
    {
        await _output.WriteLineAsync($"{_options} in {Folder}");
        var users = Enumerable.Range(1, _options.Users).Select(static i => (User: $"user-{i}", Key: $"key-{i}", Secret: $"secret-{i}")).ToList();
        await using var venue = await Venue.StartAsync(_options.Seed & 0xFFFF, _options.Speed, Folder, [.. users.Select(static u => (u.Key, u.Secret))]);
        using var service = new Service(Folder, [.. venue.Settings()]);

        await StartAsync(service);
        foreach (var user in users)
        {
            await service.Api.AddUserAsync(user.User, user.Key, user.Secret, _options.Symbols);
            foreach (var symbol in _options.Symbols)
                _isRunning[(user.User, symbol)] = true;
        }

        if (_options.Faults)
            await venue.SetFaultsAsync(VenueFaults.All);
        await service.KillAsync();
        try
        {
            for (var kill = 1; kill <= _options.Kills; kill++)
            {
                await (_options.Restore ? BackUpAndDieAsync(service) : LiveAndDieAsync(service, kill));
                await venue.SaveLogAsync();
                if (kill % 20 == 0)
                    await _output.WriteLineAsync($"seed {_options.Seed}: {kill} kills");
            }

            await venue.SetFaultsAsync(VenueFaults.None);
            await ComeToRestAsync(service, venue);
        }
        finally
        {
            await venue.SaveLogAsync();
        }

        await venue.SaveStateAsync();
        await venue.SaveNotesAsync(new() { Outages = service.Outages, Commands = _commands });
        await JudgeAsync();
    }

    private static async Task StartAsync(Service service)
    {
        service.Start();
        if (!await service.ListensAsync())
            throw new InvalidOperationException($"The service ended by itself while it started:\n{service.Output}");
    }

    private async Task LiveAndDieAsync(Service service, int kill)
    {
        // In turn, so that none is left out.
        var step = kill % 2 == 0 ? FaultStep.All[(_options.Seed + kill / 2) % FaultStep.All.Count] : null;
        service.Start(step is null ? null : $"{step}:{_random.Next(1, 5)}");
        if (step is null && _random.Next(5) == 0)
        {
            await DieAsync(service, _random.Next(50, 900), "while it started");
            return;
        }

        if (await service.ListensAsync())
        {
            if (_random.Next(4) == 0)
                await TryAsync(_random.Next(4) == 0 ? TurnSwitchAsync : CommandAsync, service);
            if (step is null)
            {
                // Now and then long enough for what needs no restart to show.
                await DieAsync(service, kill % 20 == 1 ? LongLife : _random.Next(20, _options.Life), "at random");
            }
            else
                await DieAsync(service, 8_000, $"{step} was not reached", step);
        }
        else
        {
            service.MarkDown();
            Count(step ?? throw new InvalidOperationException($"The service ended by itself while it started:\n{service.Output}"));
        }
    }

    // What the venue did between the backup and the death is found out there.
    private async Task BackUpAndDieAsync(Service service)
    {
        await StartAsync(service);
        await Task.WhenAny(service.Ended, Task.Delay(_random.Next(1_000, _options.Life)));
        var begun = ServiceApi.Now;
        await service.BackUpAsync();
        await service.KillAsync();
        _lost.Add((begun, ServiceApi.Now));
        await service.RestoreAsync();
        Count("behind a backup");
    }

    private async Task DieAsync(Service service, int after, string what, string? itself = null)
    {
        if (await Task.WhenAny(service.Ended, Task.Delay(after)) == service.Ended)
        {
            if (itself is null)
                throw new InvalidOperationException($"The service ended by itself:\n{service.Output}");
            service.MarkDown();
            Count(itself);
            return;
        }

        await service.KillAsync();
        Count(what);
    }

    private void Count(string death) => _deaths[death] = _deaths.GetValueOrDefault(death) + 1;

    private async Task TryAsync(Func<Service, Task> command, Service service)
    {
        try
        {
            await command(service);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await _output.WriteLineAsync($"seed {_options.Seed}: a command failed: {e.Message.Split('\n')[0]}");
        }
    }

    // What a user does meanwhile. Only what was confirmed must hold; a start may have begun before.
    private async Task CommandAsync(Service service)
    {
        var (user, symbol) = _isRunning.Keys.ElementAt(_random.Next(_isRunning.Count));
        var verb = _isRunning[(user, symbol)] ? new[] { "stop", "pause", "flatten" }[_random.Next(3)] : "start";
        if (verb == "start")
            _commands.Add(new(ServiceApi.Now, $"{user}/{symbol}", Allows: true));
        await service.Api.CommandAsync(user, symbol, verb);
        if (verb is "stop" or "pause")
            _commands.Add(new(ServiceApi.Now, $"{user}/{symbol}", Allows: false));
        if (verb != "flatten")
            _isRunning[(user, symbol)] = verb == "start";
    }

    // A user's or everybody's. Turned on by one command, off by the next: what is confirmed holds in between, through every death of the
    // service.
    private async Task TurnSwitchAsync(Service service)
    {
        var user = _killed.Count > 0 ? _killed.Single() : _random.Next(_options.Users + 1) is var n && n == 0 ? null : $"user-{n}";
        var traders = user is null ? "*" : $"{user}/*";
        if (_killed.Contains(user))
        {
            _commands.Add(new(ServiceApi.Now, traders, Allows: true));
            await service.Api.ReleaseAsync(user);
            _killed.Remove(user);
            return;
        }

        _killed.Add(user);
        if (await service.Api.KillTradingAsync(user, _random.Next(2) == 0 ? "keep" : "flatten"))
            _commands.Add(new(ServiceApi.Now, traders, Allows: false));
    }

    private async Task ComeToRestAsync(Service service, Venue venue)
    {
        await StartAsync(service);
        foreach (var (user, symbol) in _isRunning.Keys)
        {
            await service.Api.CommandAsync(user, symbol, "stop");
            _commands.Add(new(ServiceApi.Now, $"{user}/{symbol}", Allows: false));
        }

        // What a wiped account has lost shows at the second look at it.
        await Task.Delay(TwoLooks);
        await UntilAtRestAsync(service);
        await venue.StandStillAsync();
        await UntilAtRestAsync(service);
        await service.StopAsync();
    }

    // Nothing on its way, and each position with its exit.
    private async Task UntilAtRestAsync(Service service)
    {
        try
        {
            await Poll.UntilAsync(service.Api.RestlessAsync, static restless => restless.Count == 0, ToRest);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{Folder}\n{service.Output}", late);
        }
    }

    private async Task JudgeAsync()
    {
        var history = await RunFolder.ReadAsync(Folder);
        // Orders that were placed behind a backup and never filled are in no journal that is left.
        Findings = [.. HistoryChecker.Check(history).Where(f => f.Invariant != Invariants.OrderMissing || !_lost.Exists(l => f.From >= l.From && f.From <= l.To))];
        Fills = history.Journal.Fills.Count;
        Report.Write(history, Findings, _output);
        await _output.WriteLineAsync($"seed {_options.Seed}: deaths: {string.Join(", ", _deaths.Select(static d => $"{d.Key} {d.Value}"))}");
        if (Findings.Count == 0)
            Directory.Delete(Folder, recursive: true);
        else
            await _output.WriteLineAsync($"the run is in {Folder}; seed {_options.Seed}");
    }
}
