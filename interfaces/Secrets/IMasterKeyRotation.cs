namespace TradingBot.Secrets;

/// <summary>Goes over to another master key while the service runs. Implemented by whoever hosts the service and knows where its key is.</summary>
public interface IMasterKeyRotation
{
    /// <summary>
    /// Seals every user's data key by the new master key: one that is made here where the service keeps its own key, else the one that the
    /// settings name. Again, it finishes what a crash has cut off.
    /// </summary>
    Task<MasterKeyRotated> RotateAsync(CancellationToken cancellationToken);
}

/// <summary>What a rotation has done.</summary>
/// <param name="Users">Users there are.</param>
/// <param name="Resealed">Data keys that another master key had sealed.</param>
/// <param name="MadeKey">Whether the master key is a new one, made now.</param>
public sealed record MasterKeyRotated(int Users, int Resealed, bool MadeKey);
