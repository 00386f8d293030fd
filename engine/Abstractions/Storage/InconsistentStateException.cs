using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A write was refused because the record had been written by somebody else since it was read.</summary>
[GenerateSerializer]
public class InconsistentStateException : OrleansException
{
    /// <summary>Makes one.</summary>
    /// <param name="errorMsg">What happened.</param>
    /// <param name="storedEtag">The version in storage.</param>
    /// <param name="currentEtag">The version that the writer had read.</param>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : base($"{errorMsg} Storage holds version {storedEtag ?? "(none)"}, the writer knew {currentEtag ?? "(none)"}.") =>
        (StoredEtag, CurrentEtag) = (storedEtag, currentEtag);

    /// <summary>The version in storage.</summary>
    [Id(1)]
    public string? StoredEtag { get; }

    /// <summary>The version that the writer had read.</summary>
    [Id(2)]
    public string? CurrentEtag { get; }

    /// <summary>The activation whose memory is stale; it is ended when it lets this exception escape.</summary>
    internal IGrainContext? StaleActivation { get; set; }
}
