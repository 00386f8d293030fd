namespace TradingBot.Tests.Crash;

/// <summary>How often, how hard, and on what.</summary>
internal sealed record CrashOptions
{
    /// <summary>How often the service is killed.</summary>
    public int Kills { get; init; } = 200;

    /// <summary>Seed of everything that is left to chance.</summary>
    public int Seed { get; init; } = Environment.TickCount;

    /// <summary>Whether the venue goes wrong on purpose too.</summary>
    public bool Faults { get; init; } = true;

    /// <summary>How many times faster than real time the market moves.</summary>
    public int Speed { get; init; } = 60;

    /// <summary>How long it lives at most before a kill at random, milliseconds.</summary>
    public int Life { get; init; } = 2_500;

    /// <summary>What each user trades.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = ["spot:BTCUSDT", "spot:ETHUSDT", "usdm:BTCUSDT"];

    /// <summary>Whether it is backed up under load before each kill, and goes on from the backup in another folder.</summary>
    public bool Restore { get; init; }

    /// <summary>How many users.</summary>
    public int Users { get; init; } = 2;

    /// <summary>Among how many services, each with a venue of its own and at the same time, the kills are divided.</summary>
    public int Worlds { get; init; } = 4;

    /// <summary>What each of the worlds does.</summary>
    public IEnumerable<CrashOptions> Divide() =>
        Enumerable.Range(0, Math.Min(Worlds, Kills)).Select(i => this with { Seed = Seed + i, Kills = (Kills + i) / Math.Min(Worlds, Kills) });

    /// <summary>The options as they are given on the command line.</summary>
    public override string ToString() =>
        $"--kills {Kills} --seed {Seed} --faults {Faults} --speed {Speed} --life {Life} --users {Users} --symbols {string.Join(',', Symbols)}";

    /// <summary>Reads <c>--name value</c>.</summary>
    /// <exception cref="FormatException">An argument is not one.</exception>
    public static CrashOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new CrashOptions();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : throw new FormatException($"{arguments[i]} has no value.");
            options = arguments[i] switch
            {
                "--kills" => options with { Kills = int.Parse(value) },
                "--seed" => options with { Seed = int.Parse(value) },
                "--faults" => options with { Faults = bool.Parse(value) },
                "--speed" => options with { Speed = int.Parse(value) },
                "--life" => options with { Life = int.Parse(value) },
                "--restore" => options with { Restore = bool.Parse(value) },
                "--users" => options with { Users = int.Parse(value) },
                "--worlds" => options with { Worlds = int.Parse(value) },
                "--symbols" => options with { Symbols = value.Split(',') },
                _ => throw new FormatException($"There is no option {arguments[i]}; there are --kills, --seed, --faults, --speed, --life, --restore, --users, --worlds, --symbols."),
            };
        }

        return options;
    }
}
