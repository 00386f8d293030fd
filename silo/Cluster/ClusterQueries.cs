namespace TradingBot.Silo.Cluster;

/// <summary>What Orleans' ADO.NET providers ask for by name: the parameters and result columns are theirs.</summary>
internal static class ClusterQueries
{
    private const string SiloColumns =
        """
        silos.address AS "Address", silos.port AS "Port", silos.generation AS "Generation", silos.silo_name AS "SiloName",
        silos.host_name AS "HostName", silos.status AS "Status", silos.proxy_port AS "ProxyPort", silos.suspect_times AS "SuspectTimes",
        silos.start_time AS "StartTime", silos.i_am_alive_time AS "IAmAliveTime", versions.version AS "Version"
        """;

    private const string OneSilo = "deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation";

    private const string ReminderColumns =
        """grain_id AS "GrainId", name AS "ReminderName", start_time AS "StartTime", period AS "Period", version AS "Version" """;

    private const string OneState =
        """
        service_id = @ServiceId AND state_name = @GrainTypeString AND key_text = COALESCE(@GrainIdExtensionString, '')
        AND n0 = @GrainIdN0 AND n1 = @GrainIdN1 AND key_hash = @GrainIdHash
        """;

    /// <summary>SQL by name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["InsertMembershipVersionKey"] =
            """
            WITH added AS (
                INSERT INTO cluster_versions (deployment_id) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
            SELECT EXISTS (SELECT FROM added)
            """,
        // Whoever counts the version up holds its row until the end of the statement, so that of two who know the same version one succeeds.
        ["InsertMembershipKey"] =
            $"""
            WITH turn AS (
                UPDATE cluster_versions SET version = version + 1
                WHERE deployment_id = @DeploymentId AND version = @Version AND NOT EXISTS (SELECT FROM cluster_silos WHERE {OneSilo})
                RETURNING 1),
            added AS (
                INSERT INTO cluster_silos (
                    deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
                SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM turn
                RETURNING 1)
            SELECT EXISTS (SELECT FROM added)
            """,
        ["UpdateMembershipKey"] =
            $"""
            WITH turn AS (
                UPDATE cluster_versions SET version = version + 1
                WHERE deployment_id = @DeploymentId AND version = @Version AND EXISTS (SELECT FROM cluster_silos WHERE {OneSilo})
                RETURNING 1),
            changed AS (
                UPDATE cluster_silos SET status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
                FROM turn WHERE {OneSilo}
                RETURNING 1)
            SELECT EXISTS (SELECT FROM changed)
            """,
        ["UpdateIAmAlivetimeKey"] = $"UPDATE cluster_silos SET i_am_alive_time = @IAmAliveTime WHERE {OneSilo}",
        ["MembershipReadRowKey"] =
            $"""
            SELECT {SiloColumns} FROM cluster_versions versions
            LEFT JOIN cluster_silos silos ON silos.deployment_id = versions.deployment_id
                AND silos.address = @Address AND silos.port = @Port AND silos.generation = @Generation
            WHERE versions.deployment_id = @DeploymentId
            """,
        ["MembershipReadAllKey"] =
            $"""
            SELECT {SiloColumns} FROM cluster_versions versions
            LEFT JOIN cluster_silos silos ON silos.deployment_id = versions.deployment_id
            WHERE versions.deployment_id = @DeploymentId
            """,
        ["GatewaysQueryKey"] =
            """
            SELECT address AS "Address", proxy_port AS "ProxyPort", generation AS "Generation"
            FROM cluster_silos WHERE deployment_id = @DeploymentId AND status = @Status AND proxy_port > 0
            """,
        ["DeleteMembershipTableEntriesKey"] =
            """
            DELETE FROM cluster_silos WHERE deployment_id = @DeploymentId;
            DELETE FROM cluster_versions WHERE deployment_id = @DeploymentId
            """,
        // 6 is SiloStatus.Dead.
        ["CleanupDefunctSiloEntriesKey"] =
            "DELETE FROM cluster_silos WHERE deployment_id = @DeploymentId AND i_am_alive_time < @IAmAliveTime AND status = 6",

        // No row means that somebody else has written; the provider then refuses the write.
        ["WriteToStorageKey"] =
            $"""
            WITH changed AS (
                UPDATE grain_states SET payload = @PayloadBinary, version = version + 1, modified_at = now()
                WHERE {OneState} AND version = @GrainStateVersion
                RETURNING version),
            added AS (
                INSERT INTO grain_states (service_id, state_name, n0, n1, key_hash, key_text, version, payload)
                SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, @GrainIdHash, COALESCE(@GrainIdExtensionString, ''), 1, @PayloadBinary
                WHERE @GrainStateVersion IS NULL
                ON CONFLICT DO NOTHING
                RETURNING version)
            SELECT version AS "NewGrainStateVersion" FROM changed UNION ALL SELECT version FROM added
            """,
        ["ReadFromStorageKey"] = $"""SELECT payload AS "PayloadBinary", version AS "Version" FROM grain_states WHERE {OneState}""",
        // The row and its version stay, so that a version never comes twice.
        ["ClearStorageKey"] =
            $"""
            UPDATE grain_states SET payload = NULL, version = version + 1, modified_at = now()
            WHERE {OneState} AND version = @GrainStateVersion
            RETURNING version AS "NewGrainStateVersion"
            """,

        ["ReadReminderRowsKey"] = $"SELECT {ReminderColumns} FROM reminders WHERE service_id = @ServiceId AND grain_id = @GrainId",
        ["ReadReminderRowKey"] =
            $"SELECT {ReminderColumns} FROM reminders WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName",
        ["ReadRangeRows1Key"] =
            $"SELECT {ReminderColumns} FROM reminders WHERE service_id = @ServiceId AND grain_hash > @BeginHash AND grain_hash <= @EndHash",
        // The range that goes around the ring's end.
        ["ReadRangeRows2Key"] =
            $"SELECT {ReminderColumns} FROM reminders WHERE service_id = @ServiceId AND (grain_hash > @BeginHash OR grain_hash <= @EndHash)",
        ["UpsertReminderRowKey"] =
            """
            INSERT INTO reminders (service_id, grain_id, name, grain_hash, start_time, period, version)
            VALUES (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period, 0)
            ON CONFLICT (service_id, grain_id, name) DO UPDATE
            SET start_time = excluded.start_time, period = excluded.period, grain_hash = excluded.grain_hash, version = reminders.version + 1
            RETURNING version AS "Version"
            """,
        ["DeleteReminderRowKey"] =
            """
            WITH deleted AS (
                DELETE FROM reminders WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName AND version = @Version
                RETURNING 1)
            SELECT EXISTS (SELECT FROM deleted)
            """,
        ["DeleteReminderRowsKey"] = "DELETE FROM reminders WHERE service_id = @ServiceId",
    };
}
