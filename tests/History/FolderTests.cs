using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using TradingBot.Tests.Checker;
using TradingBot.Tests.Checker.Input;
using TradingBot.Tests.Support;

namespace TradingBot.Tests.History;

/// <summary>The command on a folder in the formats of simulator and service.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task What_is_read_is_what_was_written()
    {
        var history = new SyntheticRun(5, 4, 300).Make();
        Write(history);
        var read = await RunFolder.ReadAsync(_folder.Root, TestContext.Current.CancellationToken);
        Json(read).ShouldBe(Json(history));
    }

    [Fact]
    public async Task A_clean_run_ends_with_zero_and_a_broken_one_with_the_evidence()
    {
        var history = new SyntheticRun(5, 4, 300).Make();
        Write(history);
        (await RunAsync()).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0), r => r.Output.ShouldEndWith("nothing found\n"));

        var lost = history.Journal.Fills[3];
        Write(history.WithFills(l => l.Remove(lost)));
        var (code, output) = await RunAsync();
        code.ShouldBe(1);
        output.ShouldContain($"fill-missing  {lost.Trader}  ");
        output.ShouldContain($"of {lost.OrderId} is not in the journal");
        output.ShouldContain($"filled {(lost.Side == "Buy" ? "BUY" : "SELL")} {lost.Quantity} @ {lost.Price}");
    }

    [Fact]
    public async Task A_run_that_cannot_be_read_ends_with_two()
    {
        (await RunAsync()).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(2), r => r.Output.ShouldContain(RunFolder.Log));
        Write(new SyntheticRun(5, 2, 20).Make());
        _folder.Write(RunFolder.Log, """[{"seq":1,"at":1,"kind":"fill","market":"spot","orderId":7}]""");
        (await RunAsync()).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(2), r => r.Output.ShouldContain("about order 7, which it has not told of"));
    }

    [Fact]
    public async Task A_log_of_hundreds_of_thousands_of_lines_is_read_without_being_held()
    {
        var history = new SyntheticRun(7, 5, 400).Make();
        Write(history, noise: 300_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var log = File.OpenRead(_folder.PathOf(RunFolder.Log));
        var read = await VenueLog.ReadAsync(log, TestContext.Current.CancellationToken);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        read.Steps.Count.ShouldBe(history.Venue.Steps.Count);
        log.Length.ShouldBeGreaterThan(40_000_000);
        held.ShouldBeLessThan(log.Length / 10);
    }

    public void Dispose() => _folder.Dispose();

    private static string Json(Checker.Input.History history) => JsonSerializer.Serialize(history, RunFolder.Json);

    private async Task<(int Code, string Output)> RunAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(HistoryChecker).Assembly.Location, _folder.Root])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private void Write(Checker.Input.History history, int noise = 0)
    {
        using (var log = new StreamWriter(_folder.PathOf(RunFolder.Log)))
        {
            log.Write('[');
            log.Write(string.Join(",\n", Entries(history.Venue).Select(static e => e.ToJsonString())));
            for (var i = 0; i < noise; i++)
                log.Write(",\n" + $$$"""{"seq":{{{i}}},"at":{{{history.Venue.End}}},"kind":"event","account":"a","event":{"e":"executionReport","c":"tb-1","note":"padding as long as the real ones"}}""");
            log.Write(']');
        }

        _folder.Write(RunFolder.State, new JsonObject { ["accounts"] = new JsonArray([.. history.End.Select(Account)]) }.ToJsonString());
        _folder.Write(RunFolder.SpotInfo, Info(history.Symbols.Where(static s => s.Market == "spot")));
        _folder.Write(RunFolder.UsdmInfo, Info(history.Symbols.Where(static s => s.Market == "usdm")));
        _folder.Write(RunFolder.Notes, JsonSerializer.Serialize(history.Notes, RunFolder.Json));
        Directory.CreateDirectory(_folder.PathOf("data"));
        SyntheticDatabase.Write(_folder.PathOf(RunFolder.Database), history);
    }

    // As SimVenue and ApiGate of the simulator log.
    private static IEnumerable<JsonObject> Entries(VenueLog log)
    {
        var entries = new List<(long Seq, JsonObject Entry)>();
        foreach (var step in log.Steps)
        {
            var (order, fill) = (step.Order, step.Fill);
            var entry = new JsonObject
            {
                ["seq"] = step.Seq, ["at"] = step.At, ["kind"] = fill is not null ? "fill" : step.Kind.ToString().ToLowerInvariant(), ["account"] = order.Account,
                ["market"] = order.Market, ["symbol"] = order.Symbol, ["orderId"] = order.Id, ["clientOrderId"] = order.ClientId, ["side"] = order.Side,
                ["time"] = step.Time, ["status"] = step.Status, ["qty"] = fill?.Quantity ?? order.Quantity, ["price"] = fill?.Price ?? order.Price,
            };
            if (fill is null)
                (entry["algo"], entry["type"], entry["stopPrice"], entry["closePosition"]) = (order.IsAlgo, order.Type, order.StopPrice, order.ClosePosition);
            else
                (entry["tradeId"], entry["commission"], entry["commissionAsset"], entry["realizedPnl"]) = (fill.TradeId, fill.Commission, fill.CommissionAsset, fill.RealizedPnl);
            entries.Add((step.Seq, entry));
        }

        entries.AddRange(log.Requests.Select(static r => (r.Seq, new JsonObject
        {
            ["seq"] = r.Seq, ["at"] = r.At, ["kind"] = "request", ["request"] = r.Route, ["account"] = r.Account, ["status"] = r.Status, ["code"] = r.Code == 0 ? null : r.Code,
            ["parameters"] = new JsonObject { ["symbol"] = "BTCUSDT", ["newClientOrderId"] = r.ClientId },
        })));
        // The last thing that happens says when the log ends.
        entries.Add((long.MaxValue, new() { ["seq"] = 0, ["at"] = log.End, ["kind"] = "subscribe", ["stream"] = "btcusdt@kline_1m" }));
        return entries.OrderBy(static e => e.Seq).Select(static e => e.Entry);
    }

    private static JsonObject Account(VenueAccount account) => new()
    {
        ["apiKey"] = account.Account, ["spot"] = Amounts(account.Spot), ["usdm"] = Amounts(account.Usdm),
        ["positions"] = new JsonArray([.. account.Positions.Select(static p => new JsonObject { ["symbol"] = p.Key, ["side"] = "BOTH", ["amount"] = Text(p.Value) })]),
    };

    private static JsonObject Amounts(IReadOnlyDictionary<string, decimal> amounts) =>
        new(amounts.Select(static a => KeyValuePair.Create(a.Key, (JsonNode?)Text(a.Value))));

    private static string Info(IEnumerable<SymbolRules> symbols) => new JsonObject
    {
        ["symbols"] = new JsonArray([.. symbols.Select(static s => new JsonObject
        {
            ["symbol"] = s.Symbol, ["baseAsset"] = s.BaseAsset, ["quoteAsset"] = s.QuoteAsset,
            ["filters"] = new JsonArray(
                new JsonObject { ["filterType"] = "LOT_SIZE", ["stepSize"] = Text(s.Step) },
                new JsonObject { ["filterType"] = "NOTIONAL", ["minNotional"] = Text(s.MinNotional) }),
        })]),
    }.ToJsonString();

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
