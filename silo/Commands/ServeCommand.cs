using System.CommandLine;
using System.Data.Common;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TradingBot.Exchange.MarketData;
using TradingBot.Exchange.Replay;
using TradingBot.Silo.Hosting;

namespace TradingBot.Silo.Commands;

/// <summary>The service itself: what runs when no other command is named.</summary>
internal static class ServeCommand
{
    public static void AddTo(RootCommand root)
    {
        var demo = new Option<bool>("--demo") { Description = "Three demo users trade a fast market on paper." };
        var port = new Option<string?>("--port") { Description = "HTTP port on 127.0.0.1 (setting Http:Port, 8080)." };
        var data = new Option<string?>("--data") { Description = "Data folder (setting Data:Directory, ./data)." };
        var record = new Option<string?>("--record") { Description = "Folder for the venue's frames as they come (setting MarketData:Record).", HelpName = "DIR" };
        root.Options.Add(record);
        root.Options.Add(demo);
        root.Options.Add(port);
        root.Options.Add(data);
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((parsed, cancellationToken) =>
        {
            var settings = SettingsReader.Read(parsed.UnmatchedTokens);
            if (parsed.GetValue(port) is { } p)
                settings["Http:Port"] = p;
            if (parsed.GetValue(data) is { } d)
                settings["Data:Directory"] = d;
            if (parsed.GetValue(record) is { } r)
                settings["MarketData:Record"] = r;
            return RunAsync(new(parsed.GetValue(demo), settings), parsed.InvocationConfiguration.Output, cancellationToken);
        });
    }

    private static async Task<int> RunAsync(ServiceHost.Run run, TextWriter output, CancellationToken cancellationToken)
    {
        await using var app = ServiceHost.Build(run, output);
        try
        {
            if (app.Services.GetRequiredService<ICandleFeed>() is ReplayFeed recordings)
                await recordings.LoadAsync(cancellationToken);
            await app.StartAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or DbException)
        {
            // The data folder, the database or the port: the message says which, and a stack trace would hide it.
            throw new StartException(failure.Message, failure);
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        // Where the API is; before the address is told, so that whoever waits for it finds the token.
        var token = app.Services.GetService<AdminAccess>() is { } access ? await access.EnsureAsync(cancellationToken) : null;
        await output.WriteLineAsync($"Listening on {address}");
        if (token is not null)
            await output.WriteLineAsync($"Token: {token}");
        await app.WaitForShutdownAsync(cancellationToken);
        var broken = app.Services.GetServices<IHostedService>().OfType<BackgroundService>()
            .Select(s => s.ExecuteTask?.Exception?.InnerException).FirstOrDefault(e => e is not null);
        return broken is null ? CommandLine.Ok : throw new StartException(broken.Message, broken);
    }
}
