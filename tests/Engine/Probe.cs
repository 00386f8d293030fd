using System.Collections.Concurrent;
using System.Threading.Channels;

namespace TradingBot.Tests.Engine;

/// <summary>
/// How a grain and its test see each other besides calls: the grain notes events, the test waits for them and opens gates that
/// the grain waits at. One for each grain key.
/// </summary>
public sealed class Probe
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly ConcurrentDictionary<string, Probe> All = new();

    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    public ConcurrentQueue<string> Log { get; } = new();

    public ConcurrentDictionary<string, object> Values { get; } = new();

    public static Probe Of(string key) => All.GetOrAdd(key, static _ => new());

    public void Note(string what)
    {
        Log.Enqueue(what);
        _events.Writer.TryWrite(what);
    }

    /// <summary>The next event that nobody has waited for yet.</summary>
    public async Task<string> NextAsync() => await _events.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Waits for an event and forgets those before it.</summary>
    public async Task UntilAsync(string what)
    {
        while (await _events.Reader.ReadAsync() != what)
        {
        }
    }

    /// <summary>The next event, as a task that only completes when it comes.</summary>
    public Task<string> Next() => _events.Reader.ReadAsync().AsTask();

    public Task Gate(string name) => GateOf(name).Task;

    public void Open(string name) => GateOf(name).TrySetResult();

    private TaskCompletionSource GateOf(string name) => _gates.GetOrAdd(name, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
