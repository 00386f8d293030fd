using System.Net;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TradingBot.ClientApi.Telegram.Api;

/// <summary>The Bot API over HTTP. One attempt, with a time limit; the token stays out of logs, traces and exceptions.</summary>
internal sealed class TelegramConnection : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TelegramHealth? _health;
    private readonly HttpClient _http;
    private readonly string _base;

    public TelegramConnection(TelegramOptions options, TelegramHealth? health = null)
    {
        _health = health;
        _base = $"{options.ApiBaseUrl.TrimEnd('/')}/bot{options.BotToken}/";

        // Without propagator there are no activities, whose address would have the token in it.
        _http = new(new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(10), ConnectTimeout = TimeSpan.FromSeconds(4), AllowAutoRedirect = false, ActivityHeadersPropagator = null,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = 16 * 1024 * 1024,
        };
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Asks for something.</summary>
    /// <param name="method">Telegram's name of it.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="photo">A file in PNG to go with it.</param>
    public async Task<TelegramAnswer> CallAsync(
        string method, JsonObject parameters, TimeSpan timeout, CancellationToken cancellationToken, byte[]? photo = null)
    {
        var answer = await AttemptAsync(method, parameters, timeout, photo, cancellationToken);
        _health?.Note(answer.Failure);
        return answer;
    }

    private async Task<TelegramAnswer> AttemptAsync(
        string method, JsonObject parameters, TimeSpan timeout, byte[]? photo, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            using HttpContent content = photo is null ? JsonContent.Create(parameters, options: Json) : Form(parameters, photo);
            using var response = await _http.PostAsync(new Uri(_base + method), content, limit.Token);
            var body = await response.Content.ReadAsByteArrayAsync(limit.Token);
            return Read(response.StatusCode, body);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(TelegramFailureKind.Unknown, $"{method}: no answer within {timeout.TotalSeconds} s");
        }
        catch (HttpRequestException e)
        {
            // Its words may hold the address, which holds the token.
            var kind = e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
                ? TelegramFailureKind.Unavailable
                : TelegramFailureKind.Unknown;
            return Failed(kind, $"{method}: {e.HttpRequestError}");
        }
    }

    private static TelegramAnswer Read(HttpStatusCode status, byte[] body)
    {
        JsonElement answer;
        try
        {
            using var document = JsonDocument.Parse(body);
            answer = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return Failed((int)status >= 500 ? TelegramFailureKind.Unavailable : TelegramFailureKind.Unknown, $"HTTP {(int)status} without JSON");
        }

        if (answer.ValueKind != JsonValueKind.Object)
            return Failed(TelegramFailureKind.Unknown, "an answer without meaning");
        if (answer.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True && answer.TryGetProperty("result", out var result))
            return new(result, null);
        var code = answer.TryGetProperty("error_code", out var given) && given.TryGetInt32(out var number) ? number : (int)status;
        var description = answer.TryGetProperty("description", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : $"error {code}";
        var retryAfter = answer.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object
            && parameters.TryGetProperty("retry_after", out var after) && after.TryGetInt32(out var seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 3_600))
            : TimeSpan.Zero;
        return new(default, new(
            code switch
            {
                429 => TelegramFailureKind.TooMany,
                403 => TelegramFailureKind.Forbidden,
                409 => TelegramFailureKind.Conflict,
                401 or 404 => TelegramFailureKind.Unauthorized,
                >= 500 => TelegramFailureKind.Unavailable,
                _ => TelegramFailureKind.Rejected,
            },
            description, retryAfter));
    }

    private static MultipartFormDataContent Form(JsonObject parameters, byte[] photo)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
                form.Add(new StringContent(value is JsonValue plain && plain.TryGetValue(out string? text) ? text : value.ToJsonString(Json)), name);
        }

        var file = new ByteArrayContent(photo);
        file.Headers.ContentType = new("image/png");
        form.Add(file, "photo", "chart.png");
        return form;
    }

    private static TelegramAnswer Failed(TelegramFailureKind kind, string description) => new(default, new(kind, description));
}
