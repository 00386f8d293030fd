using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace TradingBot.Payments.Razorpay;

/// <summary>
/// Razorpay over HTTP: basic authentication, a time limit for every attempt, a second attempt for what is safe, a circuit
/// breaker. What it says about failures has neither secrets nor personal details: only Razorpay's own description of an error.
/// </summary>
internal sealed class RazorpayConnection : IDisposable
{
    private readonly IProviderWatch? _watch;
    private readonly HttpClient _http;
    private readonly Uri _base;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly ResiliencePipeline<PaymentResult<Answer>> _repeatable;
    private readonly ResiliencePipeline<PaymentResult<Answer>> _once;

    public RazorpayConnection(RazorpayOptions options, TimeProvider time, IProviderWatch? watch)
    {
        _watch = watch;
        (_time, _timeout) = (time, TimeSpan.FromMilliseconds(options.TimeoutMs));
        _base = new(options.ApiBaseUrl.TrimEnd('/') + "/");
        _http = new(new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(10), ConnectTimeout = TimeSpan.FromSeconds(4), AllowAutoRedirect = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = 1024 * 1024,
        };
        _http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.KeyId}:{options.KeySecret}")));
        (_repeatable, _once) = Pipelines(time);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Sends a request and reads its answer.</summary>
    /// <param name="method">Method.</param>
    /// <param name="path">Path behind the version.</param>
    /// <param name="body">Body as JSON; null for none.</param>
    /// <param name="read">Reads the answer; null when it is not what it should be.</param>
    /// <param name="isRepeatable">Whether sending it twice does no more than sending it once.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PaymentResult<T>> SendAsync<T>(
        HttpMethod method, string path, object? body, Func<JsonElement, T?> read, bool isRepeatable, CancellationToken cancellationToken)
        where T : class
    {
        PaymentResult<Answer> answer;
        try
        {
            answer = await (isRepeatable ? _repeatable : _once).ExecuteAsync(
                static async (call, token) => await call.Me.AttemptAsync(call.method, call.path, call.body, token),
                (Me: this, method, path, body), cancellationToken);
        }
        catch (BrokenCircuitException)
        {
            return Failed<T>(PaymentFailure.NotSent, "Razorpay has failed repeatedly; requests pause for a few seconds");
        }
        catch (OperationCanceledException)
        {
            // The caller's patience is at an end, before, in or between attempts.
            return Failed<T>(PaymentFailure.Unknown, "Razorpay gave no answer in time");
        }

        if (answer.Error is { Failure: PaymentFailure.NotSent or PaymentFailure.Unknown or PaymentFailure.Unauthorised or PaymentFailure.RateLimited } error)
            _watch?.Fails(error.Message);
        else
            _watch?.Works();
        if (answer.Error is not null)
            return new(null, answer.Error);
        try
        {
            using var document = JsonDocument.Parse(answer.Value!.Body);
            if (read(document.RootElement) is { } value)
                return new(value, null);
        }
        catch (JsonException)
        {
            // Falls through: what cannot be read says nothing about what was done.
        }

        return Failed<T>(PaymentFailure.Unknown, "the answer of Razorpay cannot be read");
    }

    private async Task<PaymentResult<Answer>> AttemptAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(_base, path));
            if (body is not null)
                request.Content = JsonContent.Create(body, body.GetType());
            using var response = await _http.SendAsync(request, linked.Token);
            var content = await response.Content.ReadAsByteArrayAsync(linked.Token);
            return response.IsSuccessStatusCode ? new(new(content), null) : new(null, ErrorOf(response.StatusCode, content));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return Failed<Answer>(PaymentFailure.Unknown, $"Razorpay gave no answer within {_timeout.TotalSeconds} s");
        }
        catch (HttpRequestException e)
        {
            var notSent = e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
                || (e.HttpRequestError == HttpRequestError.ConnectionError && e.InnerException is SocketException);
            return Failed<Answer>(
                notSent ? PaymentFailure.NotSent : PaymentFailure.Unknown, $"the connection to Razorpay failed ({e.HttpRequestError})");
        }
        catch (IOException)
        {
            return Failed<Answer>(PaymentFailure.Unknown, "the connection to Razorpay broke");
        }
    }

    private static PaymentError ErrorOf(HttpStatusCode status, byte[] content)
    {
        var description = DescriptionOf(content);
        return status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(PaymentFailure.Unauthorised, "Razorpay refuses the keys"),
            HttpStatusCode.TooManyRequests => new(PaymentFailure.RateLimited, "Razorpay has had too many requests"),
            HttpStatusCode.NotFound => new(PaymentFailure.NotFound, description),
            HttpStatusCode.BadRequest when description.Contains("does not exist", StringComparison.OrdinalIgnoreCase) => new(PaymentFailure.NotFound, description),
            HttpStatusCode.BadRequest when description.Contains("reference_id", StringComparison.OrdinalIgnoreCase)
                && description.Contains("already exists", StringComparison.OrdinalIgnoreCase) => new(PaymentFailure.Duplicate, description),
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout => new(PaymentFailure.Refused, description),
            _ => new(PaymentFailure.Unknown, $"Razorpay answered with status {(int)status}"),
        };
    }

    private static string DescriptionOf(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.Object("error")?.Text("description") is { Length: > 0 } text)
                return text;
        }
        catch (JsonException)
        {
            // Then it has no description.
        }

        return "Razorpay refused the request";
    }

    private static PaymentResult<T> Failed<T>(PaymentFailure failure, string message)
        where T : class => new(null, new(failure, message));

    private static (ResiliencePipeline<PaymentResult<Answer>> Repeatable, ResiliencePipeline<PaymentResult<Answer>> Once) Pipelines(TimeProvider time)
    {
        RetryStrategyOptions<PaymentResult<Answer>> Retry(Func<PaymentFailure, bool> isSafe) => new()
        {
            MaxRetryAttempts = 1,
            Delay = TimeSpan.FromMilliseconds(300),
            UseJitter = true,
            ShouldHandle = a => ValueTask.FromResult(a.Outcome.Result?.Error is { } e && isSafe(e.Failure)),
        };
        var breaker = new ResiliencePipelineBuilder<PaymentResult<Answer>> { TimeProvider = time }.AddCircuitBreaker(new()
        {
            FailureRatio = 0.5,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = TimeSpan.FromSeconds(5),
            ShouldHandle = static a => ValueTask.FromResult(a.Outcome.Result?.Error?.Failure is PaymentFailure.Unknown or PaymentFailure.NotSent),
        }).Build();
        ResiliencePipeline<PaymentResult<Answer>> Build(Func<PaymentFailure, bool> isSafe) =>
            new ResiliencePipelineBuilder<PaymentResult<Answer>> { TimeProvider = time }.AddRetry(Retry(isSafe)).AddPipeline(breaker).Build();
        return (
            Build(static f => f is PaymentFailure.Unknown or PaymentFailure.NotSent),
            Build(static f => f is PaymentFailure.NotSent));
    }

    private sealed record Answer(byte[] Body);
}
