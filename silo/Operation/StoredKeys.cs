using System.Data.Common;
using System.Text;
using System.Text.Json;
using Npgsql;
using TradingBot.ExchangeAccounts;
using TradingBot.Grains.Accounts;
using TradingBot.Grains.ExchangeAccounts;
using TradingBot.Silo.Cluster.Migration;

namespace TradingBot.Silo.Operation;

/// <summary>The exchange keys in the service's store, still sealed; read beside a running service, or without one.</summary>
internal static class StoredKeys
{
    /// <summary>All keys with what the service knows of them.</summary>
    /// <exception cref="DbException">The store cannot be read.</exception>
    public static async Task<IReadOnlyList<(SealedCredentials Credentials, ExchangeKeyView View)>> ReadAsync(DbConnection store, CancellationToken cancellationToken)
    {
        await store.OpenAsync(cancellationToken);
        var accounts = await StatesAsync<ExchangeAccountState>(store, "exchange-account", cancellationToken);
        if (accounts.Count == 0)
            return [];
        var users = await StatesAsync<UserState>(store, "user", cancellationToken);
        return
        [
            .. from account in accounts
               let key = ExchangeAccountKey.Parse(account.Key)
               where users.TryGetValue(key.UserId, out var user) && user.DataKey is not null
               from stored in account.Value.Keys.Values
               select (new SealedCredentials(key, users[key.UserId].DataKey!, stored.Secret), stored.View),
        ];
    }

    private static async Task<Dictionary<string, T>> StatesAsync<T>(DbConnection store, string name, CancellationToken cancellationToken)
    {
        await using var read = store.CreateCommand();
        var isCluster = store is NpgsqlConnection;
        read.CommandText = isCluster
            ? "SELECT n0, n1, key_hash, key_text, payload FROM grain_states WHERE state_name = @name AND payload IS NOT NULL"
            : "SELECT key, data FROM grain_state WHERE name = @name AND data IS NOT NULL";
        var parameter = read.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@name", name);
        read.Parameters.Add(parameter);
        var states = new Dictionary<string, T>(StringComparer.Ordinal);
        await using var rows = await read.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var (key, json) = isCluster
                ? (new ClusterGrainKey(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt32(2), rows.GetString(3)).ToString(), Encoding.UTF8.GetString(rows.GetFieldValue<byte[]>(4)))
                : (rows.GetString(0), rows.GetString(1));
            states[key] = JsonSerializer.Deserialize<T>(json)!;
        }

        return states;
    }
}
