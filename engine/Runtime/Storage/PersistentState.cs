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
    private StoredState _known;

    public PersistentState(DataStore store, JsonSerializerOptions json, IGrainContext grain, string name)
    {
        (_store, _json, _grain) = (store, json, grain);
        _key = new(grain.GrainId.Type.ToString(), grain.GrainId.Key.ToString(), name);
        State = Empty();
    }

    public TState State { get; set; }

    public string? Etag => _known.Id == 0 ? null : _known.Version.ToString(CultureInfo.InvariantCulture);

    public bool RecordExists { get; private set; }

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

        RecordExists = stored.Data is not null;
        _known = stored with { Data = null };
    }

    public Task ReadStateAsync()
    {
        Load();
        return Task.CompletedTask;
    }

    public Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();

    public Task WriteStateAsync() => WriteAsync(JsonSerializer.SerializeToUtf8Bytes(State, _json));

    // A write that has been queued happens; only one that has not been can be cancelled.
    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : WriteStateAsync();

    public async Task ClearStateAsync()
    {
        if (_known.Id != 0)
            await WriteAsync(null);
        State = Empty();
    }

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : ClearStateAsync();

    private static TState Empty() => Activator.CreateInstance<TState>();

    private async Task WriteAsync(byte[]? data)
    {
        var write = new StateWrite(_key, _known, data);
        await _store.Enqueue(write);
        if (write.Conflict is { } stored)
        {
            throw new InconsistentStateException(
                $"State '{_key.Name}' of grain {_grain.GrainId} was written by somebody else.", stored.ToString(CultureInfo.InvariantCulture), Etag)
            {
                StaleActivation = _grain,
            };
        }

        _known = new(write.Result.Id, write.Result.Version, null);
        RecordExists = data is not null;
    }
}

/// <summary>A record that is read before the grain is activated.</summary>
internal interface IGrainRecord
{
    void Load();
}
