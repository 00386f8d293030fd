using System.Data.Common;
using System.Globalization;
using Dapper;
using TradingBot.Silo.Commands;
using TradingBot.Silo.Journal;

namespace TradingBot.Silo.Cluster.Migration;

/// <summary>
/// Moves all that a standalone service keeps into a cluster's database, or back: grain records with their versions, reminders, and the
/// journal with its row numbers, so that cursors and event ids stay good. Stream subscriptions stay behind: whoever follows a series
/// subscribes again when it wakes.
/// </summary>
internal sealed class EngineMigration(IJournalDatabase folder, IJournalDatabase cluster, string serviceId)
{
    private const int PageSize = 1_000;

    /// <summary>From the data folder into the cluster's tables.</summary>
    /// <exception cref="UsageException">The cluster has data.</exception>
    public async Task<IReadOnlyList<MovedTable>> ToClusterAsync()
    {
        Require(await IsEmptyAsync(cluster, [ClusterStates(), ClusterReminders(), .. await JournalAsync(cluster)]), "the database has data of this service already");
        return
        [
            await MoveAsync(folder, FolderStates, cluster, ClusterStates()),
            await MoveAsync(folder, FolderReminders, cluster, ClusterReminders()),
            .. await MoveJournalAsync(folder, cluster),
        ];
    }

    /// <summary>From the cluster's tables into a new data folder.</summary>
    /// <exception cref="UsageException">Silos are running.</exception>
    public async Task<IReadOnlyList<MovedTable>> ToFolderAsync()
    {
        Require(await cluster.ReadAsync(static c => c.ExecuteScalarAsync<bool>(
            "SELECT NOT EXISTS (SELECT FROM cluster_silos WHERE status = 3 AND i_am_alive_time > now() - interval '2 minutes')")), "silos are running: stop them first");
        return
        [
            await MoveAsync(cluster, ClusterStates(), folder, FolderStates),
            await MoveAsync(cluster, ClusterReminders(), folder, FolderReminders),
            .. await MoveJournalAsync(cluster, folder),
        ];
    }

    // Rows in the form that both sides have: state name, key, version, JSON.
    private static TableForm FolderStates { get; } = new(
        "grain states",
        "SELECT type, key, name, version, data FROM grain_state",
        static row => row[1..] is [var key, var name, var version, var data] ? [name, key, version, data] : throw new InvalidOperationException(),
        "INSERT INTO grain_state (type, key, name, version, data) VALUES (@p0, @p1, @p2, @p3, @p4)",
        static row => [TypeOf(row[0]!), row[1], row[0], row[2], row[3]]);

    // Type and key, name, the next tick, the period.
    private static TableForm FolderReminders { get; } = new(
        "reminders",
        "SELECT type, key, name, next_ms, period_ms FROM grain_reminder",
        static row => [$"{row[0]}/{row[1]}", row[2], row[3], row[4]],
        "INSERT INTO grain_reminder (type, key, name, first_ms, period_ms, next_ms) VALUES (@p0, @p1, @p2, @p3, @p4, @p3)",
        static row => SplitId(row[0]!) is var (type, key) ? [type, key, row[1], row[2], row[3]] : throw new InvalidOperationException());

    private TableForm ClusterStates() => new(
        "grain states",
        // Other records than the grains' are the cluster's own.
        $"SELECT state_name, n0, n1, key_hash, key_text, version, convert_from(payload, 'UTF8') FROM grain_states WHERE service_id = '{Quoted}' AND state_name IN ({StateNames})",
        static row => [row[0], new ClusterGrainKey(Number(row[1]), Number(row[2]), (int)Number(row[3]), row[4]!).ToString(), row[5], row[6]],
        $"""
        INSERT INTO grain_states (service_id, state_name, n0, n1, key_hash, key_text, version, payload)
        VALUES ('{Quoted}', @p0, CAST(@p1 AS bigint), CAST(@p2 AS bigint), CAST(@p3 AS integer), @p4, CAST(@p5 AS integer), convert_to(@p6, 'UTF8'))
        """,
        static row => ClusterGrainKey.Of(row[1]!) is var key ? [row[0], Text(key.N0), Text(key.N1), Text(key.Length), key.Text, row[2], row[3]] : throw new InvalidOperationException());

    private TableForm ClusterReminders() => new(
        "reminders",
        $"SELECT grain_id, name, CAST(round(extract(epoch FROM start_time) * 1000) AS bigint), period FROM reminders WHERE service_id = '{Quoted}'",
        static row => row,
        $"""
        INSERT INTO reminders (service_id, grain_id, name, start_time, period, grain_hash, version)
        VALUES ('{Quoted}', @p0, @p1, to_timestamp(CAST(@p2 AS numeric) / 1000), CAST(@p3 AS bigint), CAST(@p4 AS integer), 0)
        """,
        static row => [.. row, SplitId(row[0]!) is var (type, key) ? Text(ClusterGrainKey.RingHash(type, key)) : null]);

    private static string StateNames => string.Join(", ", GrainTypes.ByState.Keys.Select(static n => $"'{n}'"));

    private string Quoted => serviceId.Replace("'", "''", StringComparison.Ordinal);

    private static async Task<List<MovedTable>> MoveJournalAsync(IJournalDatabase from, IJournalDatabase to)
    {
        var moved = new List<MovedTable>();
        var targets = await JournalAsync(to);
        foreach (var (source, target) in (await JournalAsync(from)).Zip(targets))
            moved.Add(await MoveAsync(from, source, to, target));
        if (to.Dialect == SqlDialect.Postgres)
            await to.WriteAsync(JournalTables.ContinueNumbers);
        return moved;
    }

    private static Task<List<TableForm>> JournalAsync(IJournalDatabase database) => database.ReadAsync(c => JournalTables.FormsAsync(c, database.Dialect));

    private static async Task<MovedTable> MoveAsync(IJournalDatabase from, TableForm source, IJournalDatabase to, TableForm target)
    {
        var (sent, arrived) = (new RowChecksum(), new RowChecksum());
        await ReadAsync(from, source, async page =>
        {
            foreach (var row in page)
                sent.Add(row);
            var own = page.ConvertAll(row => target.ToOwn(row));
            await to.WriteAsync(c => Insert(c, target.Insert, own));
        });
        await ReadAsync(to, target, page =>
        {
            page.ForEach(arrived.Add);
            return Task.CompletedTask;
        });
        return new(source.Name, sent, arrived);
    }

    private static Task<long> ReadAsync(IJournalDatabase database, TableForm table, Func<List<string?[]>, Task> take) => database.ReadAsync(async connection =>
    {
        await using var command = connection.CreateCommand();
        command.CommandText = table.Select;
        await using var reader = await command.ExecuteReaderAsync();
        var page = new List<string?[]>(PageSize);
        var rows = 0L;
        while (await reader.ReadAsync())
        {
            var row = new string?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
                row[i] = await reader.IsDBNullAsync(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture);
            page.Add(table.ToCommon(row));
            rows++;
            if (page.Count < PageSize)
                continue;
            await take(page);
            page.Clear();
        }

        if (page.Count > 0)
            await take(page);
        return rows;
    });

    private static void Insert(DbConnection connection, string sql, List<string?[]> rows)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < rows[0].Length; i++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.DbType) = ($"@p{i}", System.Data.DbType.String);
            command.Parameters.Add(parameter);
        }

        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
                command.Parameters[i].Value = (object?)row[i] ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
            throw new UsageException(otherwise + ".");
    }

    private static async Task<bool> IsEmptyAsync(IJournalDatabase database, IEnumerable<TableForm> tables)
    {
        foreach (var table in tables)
        {
            if (await database.ReadAsync(c => c.ExecuteScalarAsync<bool>($"SELECT EXISTS ({table.Select})")))
                return false;
        }

        return true;
    }

    private static string TypeOf(string state) =>
        GrainTypes.ByState.TryGetValue(state, out var type) ? type : throw new InvalidDataException($"No grain of this program keeps a record named '{state}'.");

    private static (string Type, string Key) SplitId(string id)
    {
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        return (id[..slash], id[(slash + 1)..]);
    }

    private static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
