using TradingBot.Engine.Hosting;

namespace TradingBot.Engine.Activation;

/// <summary>Ends activations that nobody has called for a while.</summary>
internal sealed class IdleCollector : IDisposable
{
    private readonly GrainEngine _engine;
    private readonly TimeSpan _quantum;
    private readonly int _age;
    private readonly ITimer _timer;
    private volatile int _clock;

    public IdleCollector(GrainEngine engine, EmbeddedEngineOptions options)
    {
        (_engine, _quantum) = (engine, options.CollectionQuantum);
        _age = Quanta(options.CollectionAge);
        _timer = engine.TimeProvider.CreateTimer(static collector => ((IdleCollector)collector!).Collect(), this, _quantum, _quantum);
    }

    public int Clock => _clock;

    public int ClockIn(TimeSpan time) => _clock + Quanta(time);

    public void Dispose() => _timer.Dispose();

    private int Quanta(TimeSpan time) => (int)Math.Clamp(Math.Ceiling(time / _quantum), 0, int.MaxValue / 2);

    private void Collect()
    {
        var now = Interlocked.Increment(ref _clock);
        foreach (var activation in _engine.Activations)
        {
            if (!activation.Class.KeepAlive)
                activation.EndIfIdle(now - _age, now);
        }
    }
}
