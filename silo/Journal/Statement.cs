using System.Data.Common;
using System.Globalization;

namespace TradingBot.Silo.Journal;

/// <summary>A statement that is run again and again with other values.</summary>
internal sealed class Statement
{
    private readonly DbCommand _command;
    private readonly DbParameter[] _parameters;

    private Statement(DbConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _parameters = new DbParameter[parameters];
        for (var i = 0; i < parameters; i++)
        {
            _parameters[i] = _command.CreateParameter();
            _parameters[i].ParameterName = "@p" + i.ToString(CultureInfo.InvariantCulture);
            _command.Parameters.Add(_parameters[i]);
        }
    }

    /// <summary>A statement whose values are <c>@p0</c>, <c>@p1</c> and so on.</summary>
    public static Statement Of(DbConnection connection, string sql, int parameters) => new(connection, sql, parameters);

    /// <summary>A row whose key may be there already; then it stays as it is, or what <paramref name="update"/> says happens.</summary>
    public static Statement Insert(DbConnection connection, SqlDialect dialect, string table, string columns, string key, string? update = null) => new(
        connection,
        dialect.Fill($"INSERT INTO {table} ({columns}) VALUES ({JournalColumns.Values(columns)}) ON CONFLICT ({key}) DO {update ?? "NOTHING"}"),
        JournalColumns.Count(columns));

    /// <summary>Runs it.</summary>
    /// <returns>The number of rows changed.</returns>
    public int Run(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Reads the first column of the first row as text, or null.</summary>
    public string? ReadText(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return _command.ExecuteScalar() as string;
    }

    private void Bind(ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            _parameters[i].Value = values[i];
    }
}
