using System.Data.Common;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Npgsql;
using TradingBot.ClientApi.Telegram;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.Diagnostics;
using TradingBot.Exchange.MarketData;
using TradingBot.MarketData;
using TradingBot.Operation;
using TradingBot.Payments;
using TradingBot.Silo.Cluster;
using TradingBot.Silo.Hosting;
using TradingBot.Silo.Journal;

namespace TradingBot.Silo.Operation;

/// <summary>Examines what the service needs of its surroundings: files and their permissions, databases, the venue, its clock, keys and tokens.</summary>
/// <param name="services">The service, put together and not started.</param>
/// <param name="configuration">Its settings.</param>
internal sealed class Doctor(IServiceProvider services, IConfiguration configuration)
{
    private const string Database = "grains.db";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var data = Path.GetFullPath(configuration["Data:Directory"] ?? new DataOptions().Directory);
        yield return Folder(data);
        yield return Disk(services.GetRequiredService<OutsideComponents>());
        yield return Key(services.GetRequiredService<MasterKeyFile>(), data);
        if (Private(Path.Combine(data, AdminAccess.FileName), "administrator's token") is { } token)
            yield return token;
        foreach (var setting in (string[])[$"{StorageSettings.Section}:{nameof(StorageSettings.ConnectionString)}", $"{JournalOptions.Section}:{nameof(JournalOptions.ConnectionString)}"])
        {
            if (configuration[setting] is { Length: > 0 } database)
                yield return await DatabaseAsync(setting, database, cancellationToken);
        }

        if (services.GetRequiredService<MarketDataOptions>().Source == MarketDataSource.Binance)
        {
            await foreach (var finding in VenueAsync(cancellationToken))
                yield return finding;
        }
        else
        {
            yield return Finding.Good("venue", "not used: candles do not come from a venue", "For testnet or live trading set MarketData:Source=binance.");
        }

        if (Store(data) is { } store)
        {
            await using (store)
            {
                foreach (var finding in await OutsideChecks.ExchangeKeysAsync(store, services.GetRequiredService<BinanceTrading>(), cancellationToken))
                    yield return finding;
            }
        }

        yield return await OutsideChecks.TelegramAsync(services.GetService<TelegramOptions>(), cancellationToken);
        yield return await OutsideChecks.RazorpayAsync(services.GetRequiredService<IPaymentProvider>(), cancellationToken);
    }

    // Where the service keeps its states; null where there is nothing yet.
    private DbConnection? Store(string data) =>
        configuration[$"{StorageSettings.Section}:{nameof(StorageSettings.ConnectionString)}"] is { Length: > 0 } database ? new NpgsqlConnection(database)
        : File.Exists(Path.Combine(data, Database)) ? new DirectoryInfo(data).OpenDatabase()
        : null;

    private static Finding Folder(string data)
    {
        const string What = "data folder";
        try
        {
            var there = Directory.Exists(data);
            var probe = Path.Combine(OutsideComponents.ExistingPartOf(data), $".doctor-{Guid.NewGuid():N}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return Finding.Good(What, there ? $"{data} can be written" : $"{data} will be made");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Finding.Bad(What, failure.Message, $"Make {data} and give it to the user who runs the service, or choose another with --data.");
        }
    }

    private static Finding Disk(OutsideComponents outside)
    {
        var disk = outside.Disk();
        return disk.State == ComponentStatus.Failing
            ? Finding.Bad("disk", disk.Detail, "Make room: what cannot be written is not sent to a venue.")
            : Finding.Good("disk", disk.Detail);
    }

    private static Finding Key(MasterKeyFile key, string data)
    {
        const string What = "master key";
        if (key.IsNew)
        {
            return File.Exists(Path.Combine(data, Database))
                ? Finding.Bad(What, $"{key.OwnPath} is missing, and the folder has data that a key has sealed", "Put the key back that was there.")
                : Finding.Good(What, $"{key.OwnPath} will be made at the first start", "Copy it to a safe place then: without it the stored exchange keys are lost.");
        }

        return Private(Path.Combine(data, MasterKeyFile.FileName), What) ?? Finding.Good(What, "set");
    }

    private static Finding? Private(string path, string what)
    {
        if (!File.Exists(path))
            return null;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~OwnerFile.OwnerOnly) == UnixFileMode.None
            ? Finding.Good(what, $"{path} is its owner's alone")
            : Finding.Bad(what, $"{path} can be read by others", $"chmod 600 {path}");
    }

    private static async Task<Finding> DatabaseAsync(string setting, string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Timeout = (int)Patience.TotalSeconds }.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return Finding.Good(setting, $"PostgreSQL {connection.PostgreSqlVersion} answers");
        }
        catch (Exception failure) when (failure is DbException or TimeoutException or IOException)
        {
            return Finding.Bad(setting, failure.Message, "Check address, role and password, and that the database's network lets this machine in.");
        }
    }

    private async IAsyncEnumerable<Finding> VenueAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<BinanceOptions>();
        var environment = options.MarketDataFrom;
        var venue = services.GetRequiredKeyedService<BinanceVenue>(environment);
        foreach (var market in Enum.GetValues<MarketType>())
        {
            var name = $"{environment.ToString().ToLowerInvariant()} {market.ToString().ToLowerInvariant()}";
            var endpoint = options.EndpointOf(market, environment);
            if (await venue.ProbeAsync(market) is not { } offset)
            {
                var problem = ComponentHealth.Of($"{name} REST").Problem ?? "no answer";
                yield return Finding.Bad($"{name} REST", $"{endpoint.RestUrl}: {problem}", "Let this machine reach it (egress rules, proxy), or correct the address; a venue may refuse a country.");
                continue;
            }

            yield return Finding.Good($"{name} REST", $"{endpoint.RestUrl} answers");
            var clock = OutsideComponents.ClockOf($"{name} clock", offset);
            yield return clock.State == ComponentStatus.Failing
                ? Finding.Bad(clock.Name, clock.Detail, "Synchronise the clock (chrony, systemd-timesyncd): late candles are not traded, requests are refused at 5 s.")
                : Finding.Good(clock.Name, clock.Detail);
            yield return await StreamAsync($"{name} stream", endpoint.StreamUrl, cancellationToken);
        }
    }

    private static async Task<Finding> StreamAsync(string name, string url, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(new($"{url.TrimEnd('/')}/stream"), patience.Token);
            return Finding.Good(name, $"{url} answers");
        }
        catch (Exception failure) when (failure is WebSocketException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Finding.Bad(name, $"{url}: {failure.Message}", "Let WebSockets to it pass: a proxy may hold them up, the port may be 9443.");
        }
    }
}
