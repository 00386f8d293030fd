using System.CommandLine;
using TradingBot.Exchange.MarketData;
using TradingBot.Simulator;

namespace TradingBot.Silo.Commands;

/// <summary><c>simulate-exchange</c>: a Binance to run at home.</summary>
public static class SimulateExchangeCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 for any free one.", HelpName = "PORT", DefaultValueFactory = static _ => 9_400 };
        var data = new Option<string?>("--data") { Description = "Recorded candles: a file or a folder. [default: a market made from --seed]", HelpName = "DIR" };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the market.", HelpName = "N", DefaultValueFactory = static _ => 1 };
        var speed = new Option<double>("--speed")
        {
            Description = "Times faster than real time; 0 moves the market by POST /sim/advance only.", HelpName = "X", DefaultValueFactory = static _ => 1,
        };
        var faults = new Option<string?>("--faults") { Description = "Faults from the start (JSON, as for PUT /sim/faults).", HelpName = "FILE" };
        var accounts = new Option<string?>("--accounts") { Description = "Accounts (JSON). [default: test-key / test-secret]", HelpName = "FILE" };
        var command = new Command("simulate-exchange", "Runs a simulated Binance: spot and USDⓈ-M, REST, streams and WebSocket API.");
        foreach (var option in new Option[] { port, data, seed, speed, faults, accounts })
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new SimulatorOptions
            {
                Port = parsed.GetValue(port), Data = parsed.GetValue(data), Seed = parsed.GetValue(seed), Speed = parsed.GetValue(speed),
                FaultsFile = parsed.GetValue(faults), AccountsFile = parsed.GetValue(accounts),
            };
            if (options.Port is < 0 or > 65_535)
                throw new UsageException($"--port is {options.Port}; it must be 0 to 65535.");
            if (options.Speed is not (>= 0 and <= MarketDataOptions.MaxSpeed))
                throw new UsageException($"--speed is {options.Speed}; it must be 0 to {MarketDataOptions.MaxSpeed}.");
            return await RunAsync(options, parsed.InvocationConfiguration.Output, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(SimulatorOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        SimulatorServer server;
        try
        {
            server = await SimulatorServer.StartAsync(options, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException(e.Message);
        }

        await using (server)
        {
            var host = server.Address.Authority;
            await output.WriteLineAsync(
                $"""
                Simulated Binance on {server.Address}
                  spot    REST http://{host}         streams ws://{host}/stream          WebSocket API ws://{host}/ws-api/v3
                  USDⓈ-M  REST http://{host}         streams ws://{host}/market/stream   user data ws://{host}/private/ws/LISTENKEY
                  truth   http://{host}/sim/log      faults PUT http://{host}/sim/faults
                """);
            await server.WaitForShutdownAsync(cancellationToken);
        }

        return CommandLine.Ok;
    }
}
