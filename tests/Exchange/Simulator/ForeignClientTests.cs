using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace TradingBot.Tests.Exchange.Simulator;

/// <summary>A Binance client that others wrote, from the npm registry, works against the simulator.</summary>
public sealed class ForeignClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_independent_client_places_queries_cancels_and_streams()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Node");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "binance")))
        {
            var install = await RunAsync("npm", folder, "install --no-audit --no-fund --no-package-lock");
            Assert.SkipWhen(install is not { ExitCode: 0 }, "The npm package 'binance' is not here: no node, no npm, or no registry.");
        }

        await using var venue = await SimulatedVenue.StartAsync(speed: 60);
        var run = await RunAsync("node", folder, $"client.mjs {venue.Server.Address}");
        Assert.SkipWhen(run is null, "There is no node here.");
        run.Value.ExitCode.ShouldBe(0, run.Value.Error);

        var seen = JsonDocument.Parse(run.Value.Output.Split('\n').Last(static l => l.StartsWith('{'))).RootElement;
        string Text(string name) => seen.GetProperty(name).ToString();
        Text("errors").ShouldBe("[]");
        seen.GetProperty("klines").GetInt32().ShouldBeGreaterThan(0);
        Text("klineRows").ShouldBe("10");
        Text("executions").ShouldBe("""["NEW/NEW","TRADE/FILLED","NEW/NEW","CANCELED/CANCELED"]""");
        (Text("stop"), Text("open"), Text("queried"), Text("cancelled")).ShouldBe(("NEW", "1", "NEW", "CANCELED"));
        (Text("trades"), Text("btc")).ShouldBe(("1", "1.00999000"));
        (Text("tooSmall"), Text("wrongSecret"), Text("oldEndpoint")).ShouldBe(("-1013", "-1022", "-4120"));
        seen.GetProperty("futuresKlines").GetInt32().ShouldBeGreaterThan(0);
        (Text("futuresMarket"), Text("futuresLimit"), Text("futuresQueried"), Text("futuresOpen"), Text("futuresCancelled"))
            .ShouldBe(("FILLED", "NEW", "NEW", "1", "CANCELED"));
        (Text("algo"), Text("algoOpen"), Text("position"), Text("futuresTrades")).ShouldBe(("NEW", "1", "0.01", "1"));
        Text("futures").ShouldBe("""["NEW/NEW","TRADE/FILLED","NEW/NEW","CANCELED/CANCELED","algo/NEW","algo/CANCELED"]""");
    }

    /// <returns>Null where there is no such program.</returns>
    private static async Task<(int ExitCode, string Output, string Error)?> RunAsync(string program, string folder, string arguments)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        timeout.CancelAfter(TimeSpan.FromMinutes(2));
        using var process = new Process
        {
            StartInfo = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var error = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
