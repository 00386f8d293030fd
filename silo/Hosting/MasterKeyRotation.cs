using Orleans;
using TradingBot.Accounts;
using TradingBot.Exchange.Secrets;
using TradingBot.Secrets;

namespace TradingBot.Silo.Hosting;

/// <summary>Seals every data key by the current master key, and makes a new one first where the service keeps its own.</summary>
internal sealed class MasterKeyRotation(IClusterClient grains, SecretVault vault, MasterKeyFile file, ILogger<MasterKeyRotation> logger)
    : BackgroundService, IMasterKeyRotation
{
    private const int UsersAtATime = 500;

    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task<MasterKeyRotated> RotateAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            // The file first: what a lost key has sealed is lost.
            if (file.OwnPath is not null)
                vault.Use(await file.MakeNextAsync(cancellationToken));
            var (users, resealed) = await ResealAsync(cancellationToken);
            await grains.GetGrain<IMasterKeyCheckGrain>(IMasterKeyCheckGrain.Key).SetAsync(vault.CreateCheck());
            if (file.OwnPath is not null)
                await file.TakeNextAsync(cancellationToken);
            logger.LogWarning("The master key has been changed; {Resealed} data keys of {Users} users were sealed anew", resealed, users);
            return new(users, resealed, file.OwnPath is not null);
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    // What a crash has cut off.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => file.HasNext ? RotateAsync(stoppingToken) : Task.CompletedTask;

    private async Task<(int Users, int Resealed)> ResealAsync(CancellationToken cancellationToken)
    {
        var directory = grains.GetGrain<IUserDirectoryGrain>(IUserDirectoryGrain.Key);
        var (users, resealed) = (0, 0);
        string? last = null;
        while (await directory.ListAsync(last, UsersAtATime) is { IsEmpty: false } page)
        {
            await Parallel.ForEachAsync(page, cancellationToken, async (user, _) =>
            {
                if (await grains.GetGrain<IUserGrain>(user).ResealDataKeyAsync())
                    Interlocked.Increment(ref resealed);
            });
            (users, last) = (users + page.Length, page[^1]);
        }

        return (users, resealed);
    }
}
