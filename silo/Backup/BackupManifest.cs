namespace TradingBot.Silo.Backup;

/// <summary>What a backup is: <c>backup.json</c> beside it.</summary>
/// <param name="TakenAt">When it was taken.</param>
/// <param name="SchemaVersion">The version of the state's tables; an older program refuses a newer one.</param>
/// <param name="Traders">Number of traders in it.</param>
/// <param name="Bytes">Size of the database.</param>
/// <param name="Sha256">Its SHA-256, hexadecimal.</param>
internal sealed record BackupManifest(DateTimeOffset TakenAt, int SchemaVersion, long Traders, long Bytes, string Sha256);
