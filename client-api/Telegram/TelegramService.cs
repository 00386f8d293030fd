using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Chats;
using TradingBot.ClientApi.Telegram.Api;
using TradingBot.ClientApi.Telegram.Commands;
using TradingBot.ClientApi.Telegram.Delivery;
using TradingBot.ClientApi.Telegram.Updates;

namespace TradingBot.ClientApi.Telegram;

/// <summary>Works for the bot as long as this process holds the lease, and waits for it otherwise.</summary>
internal sealed class TelegramService(
    IClusterClient grains, TelegramOptions options, TelegramClient client, UpdatePoller poller, UpdateWorker worker, NotificationCourier courier,
    CommandCatalog commands, TimeProvider time, ILogger<TelegramService> logger) : BackgroundService
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private readonly string _owner = $"{Environment.MachineName}-{Guid.NewGuid():N}";

    private ITelegramLeaseGrain Lease => grains.GetGrain<ITelegramLeaseGrain>(options.BotId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.IsConfigured)
            return;
        try
        {
            var name = await NameAsync(stoppingToken);
            while (true)
            {
                if (await AcquireAsync(name) is { } epoch)
                    await WorkAsync(name, epoch, stoppingToken);
                await Task.Delay(ITelegramLeaseGrain.Renewal, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await ReleaseAsync();
        }
    }

    private async Task<string> NameAsync(CancellationToken stoppingToken)
    {
        var delay = TimeSpan.FromSeconds(1);
        while (true)
        {
            var (name, failure) = await client.GetMeAsync(stoppingToken);
            if (name is not null)
                return name;
            if (failure!.Kind == TelegramFailureKind.Unauthorized)
                logger.LogError("Telegram does not know the token in {Section}:BotToken: {Description}", TelegramOptions.Section, failure.Description);
            else
                logger.LogWarning("Telegram does not say who the bot is: {Kind}, {Description}", failure.Kind, failure.Description);
            await Task.Delay(delay, time, stoppingToken);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    // All of it ends when the lease is lost, before another process can have it.
    private async Task WorkAsync(string name, long epoch, CancellationToken stoppingToken)
    {
        logger.LogInformation("Works for the bot {Bot}, lease {Epoch}", name, epoch);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var work = new List<Task> { KeepAsync(name, epoch, lost.Token), worker.RunAsync(epoch, lost.Token), courier.RunAsync(lost.Token), ReceiveAsync(lost.Token) };
        var ended = await Task.WhenAny(work);
        await lost.CancelAsync();
        if (ended.Exception is { } failure)
            logger.LogError(failure, "Work for the bot {Bot} has failed; it begins anew", name);
        await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        logger.LogInformation("Works for the bot {Bot} no more, lease {Epoch}", name, epoch);
    }

    // Returns when the lease is lost.
    private async Task KeepAsync(string name, long epoch, CancellationToken cancellationToken)
    {
        var renewedAt = time.GetTimestamp();
        while (time.GetElapsedTime(renewedAt) < ITelegramLeaseGrain.Duration - ITelegramLeaseGrain.Renewal)
        {
            await Task.Delay(ITelegramLeaseGrain.Renewal, time, cancellationToken);
            var asked = time.GetTimestamp();
            var now = await AcquireAsync(name);
            if (now == epoch)
                renewedAt = asked;
            else if (now is not null)
                return;
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        // What Telegram offers people to type holds up nothing.
        var offered = UntilDoneAsync(
            () => client.SetMyCommandsAsync(commands.All.Where(static c => !c.IsForOperators).Select(static c => (c.Name, c.Summary)), null, cancellationToken), cancellationToken);
        if (options.UsesWebhook)
        {
            await UntilDoneAsync(() => client.SetWebhookAsync(options.PublicUrl.TrimEnd('/') + TelegramWebhook.Path, options.WebhookSecret, cancellationToken), cancellationToken);
            await offered;
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        await UntilDoneAsync(() => client.DeleteWebhookAsync(cancellationToken), cancellationToken);
        await Task.WhenAll(poller.RunAsync(cancellationToken), offered);
    }

    private async Task UntilDoneAsync(Func<Task<TelegramFailure?>> attempt, CancellationToken cancellationToken)
    {
        var delay = TimeSpan.FromSeconds(1);
        while (await attempt() is { } failure)
        {
            logger.LogWarning("Telegram does not take the bot's set-up: {Kind}, {Description}", failure.Kind, failure.Description);
            if (failure.Kind == TelegramFailureKind.Rejected)
                return;
            await Task.Delay(failure.RetryAfter > delay ? failure.RetryAfter : delay, time, cancellationToken);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    private async Task<long?> AcquireAsync(string name)
    {
        try
        {
            return await Lease.AcquireAsync(_owner, name);
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "The lease of the bot does not answer");
            return null;
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await Lease.ReleaseAsync(_owner);
        }
        catch (Exception e)
        {
            logger.LogInformation(e, "The lease of the bot could not be given back; it ends by itself");
        }
    }
}
