namespace TradingBot.Silo.Cluster;

/// <summary>The tables' first version.</summary>
internal static class ClusterTables
{
    public const string Sql =
        """
        CREATE TABLE OrleansQuery (QueryKey TEXT PRIMARY KEY, QueryText TEXT NOT NULL);

        CREATE TABLE cluster_versions (
            deployment_id TEXT PRIMARY KEY,
            version INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE cluster_silos (
            deployment_id TEXT NOT NULL REFERENCES cluster_versions,
            address TEXT NOT NULL,
            port INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            silo_name TEXT NOT NULL,
            host_name TEXT NOT NULL,
            status INTEGER NOT NULL,
            proxy_port INTEGER NOT NULL,
            suspect_times TEXT,
            start_time TIMESTAMPTZ NOT NULL,
            i_am_alive_time TIMESTAMPTZ NOT NULL,
            PRIMARY KEY (deployment_id, address, port, generation));

        -- A key that is a number or a GUID comes as n0 and n1, any other as text; key_hash tells numbers with leading zeros apart.
        CREATE TABLE grain_states (
            service_id TEXT NOT NULL,
            state_name TEXT NOT NULL,
            n0 BIGINT NOT NULL,
            n1 BIGINT NOT NULL,
            key_hash INTEGER NOT NULL,
            key_text TEXT NOT NULL,
            version INTEGER NOT NULL,
            payload BYTEA,
            modified_at TIMESTAMPTZ NOT NULL DEFAULT now(),
            PRIMARY KEY (service_id, state_name, key_text, n0, n1, key_hash));

        CREATE TABLE reminders (
            service_id TEXT NOT NULL,
            grain_id TEXT NOT NULL,
            name TEXT NOT NULL,
            grain_hash INTEGER NOT NULL,
            start_time TIMESTAMPTZ NOT NULL,
            period BIGINT NOT NULL,
            version INTEGER NOT NULL,
            PRIMARY KEY (service_id, grain_id, name));
        CREATE INDEX reminders_by_hash ON reminders (service_id, grain_hash);
        """;
}
