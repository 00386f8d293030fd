using System.Globalization;
using System.Text.Json;
using Orleans.Runtime;
using Orleans.Storage;

namespace TradingBot.Engine.Storage;

/// <summary>One record of a grain, and what the grain knows of its version.</summary>
internal sealed class PersistentState<TState> : IPersistentState<TState>, IGrainRecord
{
    private readonly DataStore _store;
    private readonly JsonSerializerOptions _json;
    private readonly IGrainContext _grain;
    private readonly StateKey _key;
    private volatile StoredVersion _known = StoredVersion.None;

    public PersistentState(DataStore store, JsonSerializerOptions json, IGrainContext grain, string name)
    {
        (_store, _json, _grain) = (store, json, grain);
        _key = new(grain.GrainId.Type.ToString(), grain.GrainId.Key.ToString(), name);
        State = Empty();
    }

    public TState State { get; set; }

    public string? Etag => _known.Id == 0 ? null : _known.Version.ToString(CultureInfo.InvariantCulture);

    public bool RecordExists => _known.Exists;

    public void Load()
    {
        var stored = _store.ReadState(_key);
        try
        {
            State = stored.Data is null ? Empty() : JsonSerializer.Deserialize<TState>(stored.Data, _json)!;
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"State '{_key.Name}' of grain {_grain.GrainId} does not fit {typeof(TState)}: {failure.Message}", failure);
        }

        _known = new(stored.Id, stored.Version, stored.Data is not null);
    }

    public Task ReadStateAsync()
    {
        Load();
        return Task.CompletedTask;
    }

    public Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();

    public Task WriteStateAsync() => WriteAsync(StateJson.Write(State, _json));

    // A write that has been queued happens; only one that has not been can be cancelled.
    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : WriteStateAsync();

    public async Task ClearStateAsync()
    {
        if (_known.Id != 0)
            await WriteAsync([]);
        State = Empty();
    }

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : ClearStateAsync();

    private static TState Empty() => Activator.CreateInstance<TState>();

    private Task WriteAsync(ReadOnlySpan<byte> data) => _store.Enqueue(new(_key, _known, this), data);

    void IGrainRecord.Written(StoredVersion version) => _known = version;

    Exception IGrainRecord.Conflict(long stored) => new InconsistentStateException(
        $"State '{_key.Name}' of grain {_grain.GrainId} was written by somebody else.", stored.ToString(CultureInfo.InvariantCulture), Etag)
    {
        StaleActivation = _grain,
    };
}
