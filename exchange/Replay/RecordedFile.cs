using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Replay;

/// <summary>One recording: what is known of it by name and settings, and its candles once somebody wants them.</summary>
internal sealed class RecordedFile
{
    private readonly Lazy<CandleFileContent> _content;

    private RecordedFile(string path, MarketSymbol symbol, CandleInterval? interval)
    {
        Path = path;
        Symbol = symbol;
        NamedInterval = interval;
        _content = new(() => CandleFile.ReadAll(path, interval));
    }

    public string Path { get; }

    public MarketSymbol Symbol { get; }

    /// <summary>The interval by name or settings; null when only the rows can tell.</summary>
    public CandleInterval? NamedInterval { get; }

    public CandleFileContent Content => _content.Value;

    /// <exception cref="CandleFileException">No interval is known or can be told from the rows.</exception>
    public CandleInterval Interval => NamedInterval ?? Content.Summary.Interval ?? throw new CandleFileException(
        Path, $"the distance of its rows is no interval; set {MarketDataOptions.Section}:Replay:Interval.");

    /// <summary>The recordings that the settings name.</summary>
    /// <exception cref="CandleFileException">There are none, or it is not clear of which symbol one is.</exception>
    public static IReadOnlyList<RecordedFile> Find(ReplayOptions options)
    {
        var path = options.Path ?? "";
        if (File.Exists(path))
            return [Describe(path, options, alone: true)];
        if (!Directory.Exists(path))
            throw new CandleFileException(path, "there is no such file or folder.");
        var files = Directory.EnumerateFiles(path).Where(IsRecording).Order(StringComparer.Ordinal)
            .Select(f => Describe(f, options, alone: false)).ToList();
        return files.Count > 0
            ? files
            : throw new CandleFileException(path, "the folder holds no recordings (.csv, .csv.gz, .zip, .jsonl).");
    }

    private static bool IsRecording(string path) =>
        path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    private static RecordedFile Describe(string path, ReplayOptions options, bool alone)
    {
        var name = CandleFileName.TryParse(path);
        // A setting for the only file contradicts its name by mistake; for a folder it is meant for the files without a name.
        if (alone && name is not null)
        {
            Agree(path, nameof(ReplayOptions.Symbol), name.Symbol, options.Symbol?.ToUpperInvariant());
            Agree(path, nameof(ReplayOptions.Interval), name.Interval.Name, options.Interval);
            Agree(path, nameof(ReplayOptions.Market), name.Market is { } m ? TextOf(m) : null, options.Market);
        }

        var symbol = name?.Symbol ?? NotEmpty(options.Symbol)?.ToUpperInvariant() ?? throw new CandleFileException(
            path, $"the name does not say the symbol (BTCUSDT-spot-1m-2024-12.csv would); set {MarketDataOptions.Section}:Replay:Symbol.");
        var market = name?.Market ?? (options.Market == "usdm" ? MarketType.Usdm : MarketType.Spot);
        CandleInterval? interval = name?.Interval
            ?? (NotEmpty(options.Interval) is { } text ? CandleInterval.Parse(text) : null);
        return new(path, new(market, symbol), interval);
    }

    private static void Agree(string path, string setting, string? named, string? configured)
    {
        if (named is not null && !string.IsNullOrEmpty(configured) && named != configured)
        {
            throw new CandleFileException(
                path, $"the name says {named}, but {MarketDataOptions.Section}:Replay:{setting} is '{configured}'.");
        }
    }

    private static string TextOf(MarketType market) => market == MarketType.Spot ? "spot" : "usdm";

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
