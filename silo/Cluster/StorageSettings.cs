using Npgsql;

namespace TradingBot.Silo.Cluster;

/// <summary>The configuration section <c>Storage</c>.</summary>
public sealed class StorageSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Storage";

    /// <summary>The PostgreSQL database of a cluster; a standalone service has its data folder instead.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>What is wrong with it. The text itself has a password in it and is never shown.</summary>
    public IEnumerable<string> Validate()
    {
        if (string.IsNullOrEmpty(ConnectionString))
            yield break;
        string? wrong = null;
        try
        {
            if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(ConnectionString).Host))
                wrong = "Host is missing.";
        }
        catch (ArgumentException e)
        {
            wrong = e.Message;
        }

        if (wrong is not null)
            yield return $"Storage:ConnectionString is not one of PostgreSQL, like Host=db;Database=bot;Username=bot: {wrong}";
    }
}
