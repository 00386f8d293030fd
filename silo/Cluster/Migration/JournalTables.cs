using System.Data.Common;
using Dapper;
using TradingBot.Silo.Journal;

namespace TradingBot.Silo.Cluster.Migration;

/// <summary>The journal's tables, column by column as the database describes them: amounts as text, without zeros at their end.</summary>
internal static class JournalTables
{
    /// <summary>The tables that there are, in the order of their names.</summary>
    public static async Task<List<TableForm>> FormsAsync(DbConnection connection, SqlDialect dialect)
    {
        var forms = new List<TableForm>();
        foreach (var table in JournalSchema.Tables.Order(StringComparer.Ordinal))
        {
            if (dialect == SqlDialect.Postgres && await PostgresColumnsAsync(connection, table) is { Count: > 0 } typed)
                forms.Add(Postgres(table, typed));
            else if (dialect == SqlDialect.Sqlite && await SqliteColumnsAsync(connection, table) is { Count: > 0 } columns)
                forms.Add(Sqlite(table, columns));
        }

        return forms;
    }

    /// <summary>Lets row numbers that PostgreSQL gives begin behind those that were moved.</summary>
    public static void ContinueNumbers(DbConnection connection)
    {
        foreach (var table in JournalSchema.Tables)
        {
            var number = connection.ExecuteScalar<string?>(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = @table AND is_identity = 'YES'", new { table });
            if (number is not null)
                connection.Execute($"SELECT setval(pg_get_serial_sequence('{table}', '{number}'), max({number})) FROM {table} HAVING max({number}) IS NOT NULL");
        }
    }

    private static TableForm Sqlite(string table, IReadOnlyList<string> columns) => new(
        table,
        $"SELECT {string.Join(", ", columns)} FROM {table}",
        static row => row,
        $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(static (_, i) => $"@p{i}"))})",
        static row => row);

    private static TableForm Postgres(string table, IReadOnlyList<(string Name, string Type)> columns) => new(
        table,
        $"SELECT {string.Join(", ", columns.Select(static c => c.Type == "numeric" ? $"CAST(trim_scale({c.Name}) AS text)" : c.Name))} FROM {table}",
        static row => row,
        $"""
        INSERT INTO {table} ({string.Join(", ", columns.Select(static c => c.Name))}) OVERRIDING SYSTEM VALUE
        VALUES ({string.Join(", ", columns.Select(static (c, i) => $"CAST(@p{i} AS {c.Type})"))})
        """,
        static row => row);

    // In the order of their names: a table that was changed by a later version has them in another order than one that was made by it.
    private static async Task<List<(string Name, string Type)>> PostgresColumnsAsync(DbConnection connection, string table) =>
        [.. (await connection.QueryAsync<(string Name, string Type)>(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = @table", new { table }))
            .OrderBy(static c => c.Name, StringComparer.Ordinal)];

    private static async Task<List<string>> SqliteColumnsAsync(DbConnection connection, string table) =>
        [.. (await connection.QueryAsync<string>($"SELECT name FROM pragma_table_info('{table}')")).Order(StringComparer.Ordinal)];
}
