namespace TradingBot.Exchange.Binance.Limits;

/// <summary>
/// Keeps all requests of this process to one Binance host within its weight limit, which counts per IP and minute, all users
/// together. Each priority may use the budget up to its share, so that history can never starve a protective exit; who has to
/// wait is served by priority. 429 and 418 stop everything until the moment that Binance names.
/// <para>
/// Processes that share an address divide the limit: what Binance says is used tells of the others too, but only with the next answer, and
/// at the beginning of a minute all of them would take what there is. Exits alone go by what is used in all.
/// </para>
/// </summary>
/// <param name="timeProvider">Clock.</param>
/// <param name="limit">REQUEST_WEIGHT per minute until <c>exchangeInfo</c> has said it.</param>
/// <param name="egress">Who shares the address; null for nobody.</param>
public sealed class WeightGovernor(TimeProvider timeProvider, int limit, EgressShare? egress = null)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // By priority: the share of the limit up to which requests are served, in percent.
    private static readonly int[] Shares = [100, 97, 90, 75, 60, 50];

    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter>[] _waiting = [new(), new(), new(), new(), new(), new()];
    private int _limit = limit;
    private int _confirmed;
    private int _own;
    private int _inFlight;
    private DateTimeOffset _windowEnd;
    private DateTimeOffset _blockedUntil;
    private ITimer? _timer;

    /// <summary>The limit per minute.</summary>
    public int Limit
    {
        get => Volatile.Read(ref _limit);
        set => Volatile.Write(ref _limit, Math.Max(1, value));
    }

    /// <summary>Weight used in the current minute, requests under way included.</summary>
    public int Used
    {
        get
        {
            lock (_gate)
            {
                Roll();
                return _confirmed + _inFlight;
            }
        }
    }

    /// <summary>Until when Binance wants to hear nothing (429, 418); in the past when it does not.</summary>
    public DateTimeOffset BlockedUntil
    {
        get
        {
            lock (_gate)
                return _blockedUntil;
        }
    }

    /// <summary>Waits for room in the budget.</summary>
    /// <param name="weight">The request's weight.</param>
    /// <param name="priority">Its priority.</param>
    /// <param name="patience">How long to wait at most.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>False when there will be no room within <paramref name="patience"/>: the request must not be sent.</returns>
    public async ValueTask<bool> AcquireAsync(int weight, RequestPriority priority, TimeSpan patience, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_gate)
        {
            Roll();
            if (!MoreUrgentWaits(priority) && Fits(weight, priority))
            {
                _inFlight += weight;
                return true;
            }

            if (_blockedUntil - Now > patience)
                return false;
            waiter = new(weight);
            _waiting[(int)priority].AddLast(waiter);
            SetTimer();
        }

        try
        {
            await waiter.Served.Task.WaitAsync(patience, timeProvider, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            lock (_gate)
            {
                if (!_waiting[(int)priority].Remove(waiter))
                    _inFlight -= weight;
            }

            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>Reports the end of a request that was let through.</summary>
    /// <param name="weight">The weight it was let through with.</param>
    /// <param name="used">The header <c>X-MBX-USED-WEIGHT-1M</c>; null when there was none.</param>
    public void Complete(int weight, int? used)
    {
        lock (_gate)
        {
            Roll();
            _inFlight = Math.Max(0, _inFlight - weight);
            _own += weight;
            _confirmed = used is { } u ? Math.Max(_confirmed, u) : _confirmed + weight;
            Serve();
        }
    }

    /// <summary>Obeys a 429 or 418.</summary>
    /// <param name="until">When requests may begin again.</param>
    public void Block(DateTimeOffset until)
    {
        lock (_gate)
        {
            if (until > _blockedUntil)
                _blockedUntil = until;
            SetTimer();
        }
    }

    private DateTimeOffset Now => timeProvider.GetUtcNow();

    private bool Fits(int weight, RequestPriority priority)
    {
        if (Now < _blockedUntil)
            return false;
        var share = (long)_limit * Shares[(int)priority] / 100;
        // A request heavier than its share would wait for ever.
        var fitsInAll = _confirmed + _inFlight + weight <= share || _confirmed + _inFlight == 0;
        var fitsInOwn = priority == RequestPriority.Exit || _own + _inFlight + weight <= share / (egress?.Processes ?? 1) || _own + _inFlight == 0;
        return fitsInAll && fitsInOwn;
    }

    private bool MoreUrgentWaits(RequestPriority priority)
    {
        for (var p = 0; p <= (int)priority; p++)
        {
            if (_waiting[p].Count > 0)
                return true;
        }

        return false;
    }

    private void Roll()
    {
        var now = Now;
        if (now < _windowEnd)
            return;
        // Binance counts in minutes of the clock.
        _windowEnd = new DateTimeOffset(now.Ticks - now.Ticks % Minute.Ticks, TimeSpan.Zero) + Minute;
        _confirmed = _own = 0;
    }

    private void Serve()
    {
        for (var p = 0; p < _waiting.Length; p++)
        {
            while (_waiting[p].First is { } first)
            {
                if (!Fits(first.Value.Weight, (RequestPriority)p))
                {
                    SetTimer();
                    return;
                }

                _waiting[p].RemoveFirst();
                _inFlight += first.Value.Weight;
                first.Value.Served.TrySetResult();
            }
        }
    }

    private void SetTimer()
    {
        var due = (_blockedUntil > Now ? _blockedUntil : _windowEnd) - Now;
        due = due > TimeSpan.Zero ? due : TimeSpan.FromMilliseconds(1);
        if (_timer is null)
            _timer = timeProvider.CreateTimer(static me => ((WeightGovernor)me!).OnTimer(), this, due, Timeout.InfiniteTimeSpan);
        else
            _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            Roll();
            Serve();
        }
    }

    private sealed class Waiter(int weight)
    {
        public int Weight => weight;

        public TaskCompletionSource Served { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
