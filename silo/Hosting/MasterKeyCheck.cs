using Orleans;
using TradingBot.Exchange.Secrets;
using TradingBot.Secrets;
using TradingBot.Silo.Commands;

namespace TradingBot.Silo.Hosting;

/// <summary>Ends the start when the master key is not the one that has sealed what is stored; keeps a new one.</summary>
internal sealed class MasterKeyCheck(IClusterClient grains, SecretVault vault, MasterKeyFile file) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IMasterKeyCheckGrain>(IMasterKeyCheckGrain.Key);
        if (await grain.GetAsync() is { } check)
        {
            if (!vault.Recognises(check))
            {
                throw new StartException(!file.IsNew
                    ? "The master key is not the one that has sealed the stored keys; start with that one."
                    : $"The master key is missing: {file.OwnPath} has sealed the stored keys and is not there any more; put it back.");
            }

            return;
        }

        // The file first: a value that nothing but a lost key opens would stop every later start.
        await file.WriteAsync(cancellationToken);
        await grain.SetAsync(vault.CreateCheck());
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
