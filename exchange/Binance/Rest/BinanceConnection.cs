using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using TradingBot.Exchange.Binance.Limits;
using TradingBot.Exchange.Binance.Wire;
using TradingBot.Exchange.Diagnostics;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Binance.Rest;

/// <summary>
/// The REST side of one Binance host, shared by all users of the process: weight, order budgets, clock, time-outs, circuit
/// breaker. Retries what is safe: reads, and what certainly has not been carried out.
/// </summary>
internal sealed class BinanceConnection : IDisposable
{
    /// <summary>Binance gives up after 10 s with -1007; a little more lets that answer arrive.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(12);

    private const string WeightHeader = "X-MBX-USED-WEIGHT-1M";
    private const string OrderCountHeader = "X-MBX-ORDER-COUNT-";

    // Whoever asks where its orders stand has other things to do than to wait for the next minute's weight; history can wait for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HistoryPatience = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan DefaultBan = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http;
    private readonly Uri _base;
    private readonly int _recvWindow;
    private readonly int _exitRecvWindow;
    private readonly TimeProvider _timeProvider;
    private readonly ComponentHealth _health;
    private readonly ResiliencePipeline<BinanceReply> _reads;
    private readonly ResiliencePipeline<BinanceReply> _writes;
    private readonly ResiliencePipeline<BinanceReply> _urgent;

    public BinanceConnection(
        MarketType market, BinanceEndpoint endpoint, BinanceOptions options, TimeProvider timeProvider, HttpMessageHandler? handler = null, string venue = "binance",
        EgressShare? egress = null)
    {
        _health = ComponentHealth.Of($"{venue} {market.ToString().ToLowerInvariant()} REST");
        Market = market;
        _base = endpoint.RestBase();
        (_recvWindow, _exitRecvWindow) = (options.RecvWindow, options.ExitRecvWindow);
        _timeProvider = timeProvider;
        Clock = new(timeProvider);
        Governor = new(timeProvider, market == MarketType.Spot ? 6_000 : 2_400, egress);
        Budgets = new(timeProvider);
        _http = new(handler ?? new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectTimeout = TimeSpan.FromSeconds(5),
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            // Our trace ids are nothing that a venue needs to know.
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        (_reads, _writes, _urgent) = Pipelines(timeProvider);
    }

    public MarketType Market { get; }

    /// <summary>How long a signed request is valid.</summary>
    public TimeSpan RecvWindow(RequestPriority priority) => TimeSpan.FromMilliseconds(priority == RequestPriority.Exit ? _exitRecvWindow : _recvWindow);

    public TimeProvider TimeProvider => _timeProvider;

    public ServerClock Clock { get; }

    public WeightGovernor Governor { get; }

    public OrderBudgets Budgets { get; }

    public void Dispose() => _http.Dispose();

    /// <summary>Sends a request and reads its answer.</summary>
    public async Task<BinanceResult<T>> SendAsync<T>(BinanceCall call, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        Read(call, await SendAsync(call, cancellationToken), body => JsonSerializer.Deserialize(body.Span, type));

    /// <summary>Sends a request whose answer has a reader of its own.</summary>
    public async Task<BinanceResult<T>> SendAsync<T>(
        BinanceCall call, Func<ReadOnlyMemory<byte>, T?> parse, CancellationToken cancellationToken) =>
        Read(call, await SendAsync(call, cancellationToken), parse);

    /// <summary>Sends a request; a wrong clock is set right and the request, which was refused, sent once more.</summary>
    public async Task<BinanceReply> SendAsync(BinanceCall call, CancellationToken cancellationToken)
    {
        if (call is { PlacesOrder: true, Credentials: { } c } && Budgets.Refusal(c.ApiKey, call.Priority) is { } refusal)
            return new(0, default, new(BinanceFailure.RateLimited, 0, refusal));
        var clock = Clock.Version;
        var reply = await RunAsync(call, cancellationToken);
        if (reply.Error?.Failure != BinanceFailure.Clock || !await ResyncAsync(clock))
            return reply;
        return await RunAsync(call, cancellationToken);
    }

    /// <summary>Sets the clock by Binance's, unless that has been done since it was found wrong.</summary>
    public Task<bool> ResyncAsync(int version) => Clock.ResyncAsync(version, async () =>
    {
        var path = Market == MarketType.Spot ? "/api/v3/time" : "/fapi/v1/time";
        var reply = await RunAsync(new(HttpMethod.Get, path, 1, RequestPriority.Exit), CancellationToken.None);
        return reply.Error is null ? JsonSerializer.Deserialize(reply.Body.Span, BinanceJson.Default.ServerTimeWire)?.ServerTime : null;
    });

    private static BinanceResult<T> Read<T>(BinanceCall call, BinanceReply reply, Func<ReadOnlyMemory<byte>, T?> parse)
    {
        if (reply.Error is not null)
            return new(default, reply.Error);
        try
        {
            if (parse(reply.Body) is { } value)
                return new(value, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // Falls through: what cannot be read says nothing about what was done.
        }

        return new(default, new(BinanceFailure.Unknown, 0, $"the answer to {call.Method} {call.Path} cannot be read"));
    }

    private async Task<BinanceReply> RunAsync(BinanceCall call, CancellationToken cancellationToken)
    {
        var pipeline = call.Method == HttpMethod.Get ? _reads : call.Priority <= RequestPriority.Cancel ? _urgent : _writes;
        try
        {
            return await pipeline.ExecuteAsync(
                static async (state, token) => await state.Me.AttemptAsync(state.call, token), (Me: this, call), cancellationToken);
        }
        catch (BrokenCircuitException)
        {
            return new(0, default, new(BinanceFailure.NotSent, 0, "Binance has failed repeatedly; requests pause for a few seconds"));
        }
    }

    private async ValueTask<BinanceReply> AttemptAsync(BinanceCall call, CancellationToken cancellationToken)
    {
        var patience = call.Priority switch
        {
            RequestPriority.History => HistoryPatience,
            RequestPriority.Watch => TimeSpan.Zero,
            _ => Patience,
        };
        if (!await Governor.AcquireAsync(call.Weight, call.Priority, patience, cancellationToken))
        {
            var until = Governor.BlockedUntil > _timeProvider.GetUtcNow() ? $" until {Governor.BlockedUntil:u}" : "";
            return new(0, default, new(BinanceFailure.RateLimited, 0, $"the request weight limit is used up{until}"));
        }

        // Without the query, which has the signature in it.
        using var span = Tracing.Start($"{call.Method} {call.Path}", ActivityKind.Client);
        var begun = _timeProvider.GetTimestamp();
        var reply = await ExchangeAsync(call, cancellationToken);
        var outcome = reply.Error?.Failure.ToString() ?? "Accepted";
        VenueMetrics.Requested(_timeProvider.GetElapsedTime(begun), Market.ToString(), outcome);
        span?.SetTag("http.response.status_code", reply.Status).SetTag("outcome", outcome);
        if (reply.Error is { Failure: BinanceFailure.NotSent or BinanceFailure.Unknown or BinanceFailure.RateLimited or BinanceFailure.Clock } error)
            _health.Fails(error.Message, _timeProvider.GetUtcNow());
        else
            _health.Works(_timeProvider.GetUtcNow());
        return reply;
    }

    private async Task<BinanceReply> ExchangeAsync(BinanceCall call, CancellationToken cancellationToken)
    {
        int? used = null;
        try
        {
            using var request = Compose(call);
            using var timeout = new CancellationTokenSource(RequestTimeout, _timeProvider);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            try
            {
                using var response = await _http.SendAsync(request, linked.Token);
                var body = await response.Content.ReadAsByteArrayAsync(linked.Token);
                used = Observe(call, response.Headers);
                if (response.IsSuccessStatusCode)
                    return new((int)response.StatusCode, body, null);
                var error = BinanceErrors.From(Market, (int)response.StatusCode, body);
                Obey((int)response.StatusCode, response.Headers, error);
                return new((int)response.StatusCode, body, error);
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested)
            {
                return new(0, default, TimedOut(call));
            }
            catch (HttpRequestException e)
            {
                return new(0, default, Failed(call, e));
            }
            catch (IOException)
            {
                return new(0, default, new(BinanceFailure.Unknown, 0, $"the connection broke during {call.Method} {call.Path}"));
            }
        }
        finally
        {
            Governor.Complete(call.Weight, used);
        }
    }

    private static BinanceError TimedOut(BinanceCall call) =>
        new(BinanceFailure.Unknown, 0, $"no answer to {call.Method} {call.Path} within {RequestTimeout.TotalSeconds} s");

    private static BinanceError Failed(BinanceCall call, HttpRequestException e)
    {
        var notSent = e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            || (e.HttpRequestError == HttpRequestError.ConnectionError && e.InnerException is SocketException);
        return notSent
            ? new(BinanceFailure.NotSent, 0, $"no connection to Binance ({e.HttpRequestError})")
            : new(BinanceFailure.Unknown, 0, $"the connection broke during {call.Method} {call.Path} ({e.HttpRequestError})");
    }

    private HttpRequestMessage Compose(BinanceCall call)
    {
        string query;
        if (call is { Signed: true, Credentials: { } signing })
        {
            var parameters = new Signing.RequestParameters();
            foreach (var (name, value) in call.Parameters.Items)
                parameters.Add(name, value);
            query = parameters.Add("recvWindow", (long)RecvWindow(call.Priority).TotalMilliseconds).Add("timestamp", Clock.Now).ToSignedQuery(signing.Signer);
        }
        else
        {
            query = call.Parameters.ToQuery();
        }

        // In the query also for POST, PUT and DELETE: Binance takes it there for all of them.
        var request = new HttpRequestMessage(call.Method, new Uri(_base, query.Length == 0 ? call.Path : $"{call.Path}?{query}"));
        // Without a content, .NET sends a request again by itself when the connection ends before an answer: an order twice.
        if (call.Method != HttpMethod.Get)
            request.Content = new ByteArrayContent([]);
        if (call.Credentials is { } credentials)
            request.Headers.Add("X-MBX-APIKEY", credentials.ApiKey);
        return request;
    }

    private int? Observe(BinanceCall call, HttpResponseHeaders headers)
    {
        int? used = null;
        foreach (var (name, values) in headers)
        {
            if (name.Equals(WeightHeader, StringComparison.OrdinalIgnoreCase))
                used = Number(values);
            else if (call.Credentials is { } c && name.StartsWith(OrderCountHeader, StringComparison.OrdinalIgnoreCase) && Number(values) is { } count)
                Budgets.Report(c.ApiKey, name[OrderCountHeader.Length..].ToUpperInvariant(), count);
        }

        return used;
    }

    private void Obey(int status, HttpResponseHeaders headers, BinanceError error)
    {
        if (status is not (429 or 418))
            return;
        var now = _timeProvider.GetUtcNow();
        var until = headers.RetryAfter?.Delta is { } delta ? now + delta
            : BinanceErrors.BanEnd(error.Message) is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end - Clock.Offset)
            : now + (status == 418 ? DefaultBan : TimeSpan.FromMinutes(1));
        Governor.Block(until);
    }

    private static int? Number(IEnumerable<string> values) =>
        int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static (ResiliencePipeline<BinanceReply> Reads, ResiliencePipeline<BinanceReply> Writes, ResiliencePipeline<BinanceReply> Urgent)
        Pipelines(TimeProvider timeProvider)
    {
        ResiliencePipelineBuilder<BinanceReply> Builder() => new() { TimeProvider = timeProvider };
        static RetryStrategyOptions<BinanceReply> Retry(Func<BinanceFailure, bool> safe) => new()
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(200),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = a => ValueTask.FromResult(a.Outcome.Result.Error is { } e && safe(e.Failure)),
        };
        var breaker = new ResiliencePipelineBuilder<BinanceReply> { TimeProvider = timeProvider }.AddCircuitBreaker(new()
        {
            FailureRatio = 0.5,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = TimeSpan.FromSeconds(5),
            ShouldHandle = static a => ValueTask.FromResult(
                a.Outcome.Result.Error?.Failure is BinanceFailure.Unknown or BinanceFailure.NotSent),
        }).Build();
        return (
            Builder().AddRetry(Retry(f => f is BinanceFailure.NotSent or BinanceFailure.Unknown)).AddPipeline(breaker).Build(),
            Builder().AddRetry(Retry(f => f is BinanceFailure.NotSent)).AddPipeline(breaker).Build(),
            // A protective exit is tried even where the circuit is open: waiting costs more than one more request.
            Builder().AddRetry(Retry(f => f is BinanceFailure.NotSent)).Build());
    }
}
