namespace Orleans;

/// <summary>Kinds of reasons for which an activation ends.</summary>
[GenerateSerializer]
public enum DeactivationReasonCode : byte
{
    /// <summary>Not known.</summary>
    None = 0,

    /// <summary>The process is stopping.</summary>
    ShuttingDown = 1,

    /// <summary>The grain's constructor, state or <c>OnActivateAsync</c> failed.</summary>
    ActivationFailed = 2,

    /// <summary>Cluster only.</summary>
    DirectoryFailure = 3,

    /// <summary>Nobody called the grain for a while.</summary>
    ActivationIdle = 4,

    /// <summary>Cluster only.</summary>
    ActivationUnresponsive = 5,

    /// <summary>Cluster only.</summary>
    DuplicateActivation = 6,

    /// <summary>Cluster only.</summary>
    IncompatibleRequest = 7,

    /// <summary>The grain failed in a way that makes its memory untrustworthy, such as a stale state write.</summary>
    ApplicationError = 8,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested = 9,

    /// <summary>Cluster only.</summary>
    Migrating = 10,

    /// <summary>The engine asked for it.</summary>
    RuntimeRequested = 11,

    /// <summary>Cluster only.</summary>
    HighMemoryPressure = 12,
}
