using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TradingBot.Tests.Api;

/// <summary>
/// Drives every operation of the API's description with good and bad input. Whatever comes: no 5xx, errors that name the field,
/// and nothing changed by what was refused.
/// </summary>
public sealed partial class HostileInputTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly string[] BadTexts =
    [
        "", " ", "-1", "0", "1e30", "1" + new string('0', 30), "99999999999999999999", "NaN", "Infinity", "null", "true", "[]", "{}", "0x10", "1,5",
        "'; DROP TABLE orders; --", "\" OR \"\"=\"", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%00", "\u0000", "ünïcödé", "\U0001F600", "\u202Etxt",
        "<script>alert(1)</script>", "${jndi:ldap://x}", "spot:", ":BTCUSDT", "spot:NOPE", "spot:../x", "alice/spot:BTCUSDT", "*", "a b", "AbC",
        new string('x', 3_000), new string('[', 2_000), "2024-13-45", "9999-12-31T23:59:59Z", "0001-01-01", "-9223372036854775808", "9223372036854775807",
    ];

    private static readonly string[] BadJson =
    [
        "null", "true", "-1", "0", "1e30", "1" + "000000000000000000000000000000", "0.000000000000000001", "\"\"", "\"NaN\"", "\"1e30\"", "\"-5\"", "[]", "[1]", "{}",
        "{\"a\":1}", "\"'; DROP TABLE orders; --\"", "\"../../etc/passwd\"", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"spot:NOPE\"", "9007199254740993", "-0", "1e400", "-1e400",
        new string('9', 1_000), "\"" + new string('x', 20_000) + "\"",
    ];

    // What an operation needs before it can do what it is for, on a trader that is there and stopped.
    private static readonly Dictionary<string, string[]> Preparations = new(StringComparer.Ordinal)
    {
        ["stopTrader"] = ["start"], ["pauseTrader"] = ["start"], ["resumeTrader"] = ["start", "pause"], ["flattenTrader"] = ["start"],
    };

    private ApiService _service = null!;
    private HttpClient _client = null!;
    private JsonObject _document = null!;
    private JsonSchema _schemas = null!;
    private int _requests;

    // Ids of things that are there, by the address that they have a place in.
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        _service = await ApiService.StartAsync(speed: "0.001");
        _client = _service.Admin;
        _document = (await _client.GetJsonAsync("/openapi/v1.json")).AsObject();
        _schemas = new(_document);
        (await _service.NewUserAsync("alice")).Dispose();
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Nothing_breaks_and_what_is_refused_changes_nothing()
    {
        foreach (var operation in ApiOperation.All(_document))
        {
            await PrepareAsync(operation);
            await GoodAsync(operation);
            await PrepareAsync(operation);
            var before = await StateAsync();
            foreach (var parameter in operation.Parameters)
                await ParameterAsync(operation, parameter);
            await RefusedAsync(operation, Request(operation, query: "surprise=1"), ["surprise"]);
            await LargeAsync(operation, chunked: false);
            if (operation.Example is { } example)
            {
                foreach (var path in Paths(example))
                    await FieldAsync(operation, path);
                await BodiesAsync(operation);
            }

            // A GET changes nothing, whatever it answers; of the others each refusal has been looked at.
            if (operation.Method == HttpMethod.Get)
                (await StateAsync()).ShouldBe(before, operation.ToString());
        }

        output.WriteLine($"{_requests} requests");
    }

    [Fact]
    public async Task Paths_that_lead_elsewhere_lead_nowhere()
    {
        foreach (var path in new[]
                 {
                     "/api/v1/../../etc/passwd", "/api/v1/%2e%2e/%2e%2e/etc/passwd", "/docs/../admin-token", "/docs/..%2fadmin-token", "/docs/docs.css%00",
                     "/openapi/../v1.json", "/openapi/v2.json", "/openapi/..%2f..%2fadmin-token.json", "/api/v1//users", "/api/v1/users/", "/API/V1/ME", "/api/v2/me",
                     "/api/v1/traders/spot:BTCUSDT/start/extra", "/%", "/api/v1/traders/%ff%fe", "/api/v1/users/%ff", "/api/v1/me;x=1", "/api/v1/me?%00=1", "/api/v1/me?a=%ff",
                 })
        {
            using var answer = await SendRawAsync(path);
            ((int)answer.StatusCode).ShouldBeLessThan(500, path);
        }
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_have_is_said_so()
    {
        await _client.PatchAsync("/api/v1/me", null).ProblemAsync(405);
        await _client.GetAsync("/api/v1/nothing").ProblemAsync(404);
        await _client.PostAsync("/api/v1/users", new StringContent("{}", Encoding.UTF8, "text/plain")).ProblemAsync(415);
    }

    private async Task PrepareAsync(ApiOperation operation)
    {
        var trader = "/api/v1/traders/spot:BTCUSDT";
        (await _client.SendJsonAsync(HttpMethod.Put, trader, ExampleOf("configureTrader"))).Dispose();
        foreach (var command in (string[])["stop", .. Preparations.GetValueOrDefault(operation.Id, [])])
            (await _client.PostAsync($"{trader}/{command}", null)).EnsureSuccessStatusCode().Dispose();
        await MakeAsync("tokens", "createToken");
        await MakeAsync("backtests", "startBacktest");
        _ids["/api/v1/backtests/{id}/trades"] = _ids["/api/v1/backtests/{id}"];
        using var invited = await _client.SendJsonAsync(HttpMethod.Post, "/api/v1/invites", "{}");
        _ids["/api/v1/invites/{id}"] = JsonNode.Parse(await invited.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["invite"]!["id"]!.GetValue<string>();
        // Whoever is deleted is not there for what comes next.
        var user = operation.Id == "deleteUser" ? $"gone-{_requests}" : "alice";
        if (operation.Id == "deleteUser")
            (await _service.NewUserAsync(user)).Dispose();
        foreach (var path in new[] { "", "/suspend", "/restore", "/role" })
            _ids["/api/v1/users/{id}" + path] = user;

        async Task MakeAsync(string things, string operationId)
        {
            foreach (var old in (await _client.GetJsonAsync($"/api/v1/{things}"))["items"]!.AsArray().Where(t => t!["name"]?.GetValue<string>() != "first-start"))
                (await _client.DeleteAsync($"/api/v1/{things}/{old!["id"]!.GetValue<string>()}")).EnsureSuccessStatusCode().Dispose();
            using var made = await _client.SendJsonAsync(HttpMethod.Post, $"/api/v1/{things}", ExampleOf(operationId));
            _ids[$"/api/v1/{things}/{{id}}"] = JsonNode.Parse(await made.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
        }
    }

    private async Task GoodAsync(ApiOperation operation)
    {
        using var answer = await SendAsync(Request(operation));
        var status = (int)answer.StatusCode;
        // No payment provider is configured here; the tests of subscriptions have one.
        if (status is 404 or 409 && operation.Path.Contains("/billing", StringComparison.Ordinal))
            return;
        // No bot is configured here; the tests of the bot have one.
        if (status == 409 && operation.Id == "linkMyTelegram")
            return;
        // The examples' code and token are none that were given to anybody.
        if ((status, operation.Id) is (404, "redeemInvite") or (403, "signIn"))
            return;
        status.ShouldBeInRange(200, 204, $"{operation}: {(answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? await answer.Content.ReadAsStringAsync() : "")}");
        var described = operation.Node["responses"]![$"{status}"].ShouldNotBeNull($"{operation} {status}");
        if (answer.Content.Headers.ContentType?.MediaType == "application/json")
            _schemas.Check(JsonNode.Parse(await answer.Content.ReadAsStringAsync()), described["content"]!["application/json"]!["schema"]!.AsObject()).ShouldBeEmpty(operation.ToString());
    }

    private async Task LargeAsync(ApiOperation operation, bool chunked)
    {
        var large = Request(operation, body: "{\"x\":\"" + new string('x', 10 * 1024 * 1024) + "\"}");
        large.Headers.TransferEncodingChunked = chunked;
        var before = await StateAsync();
        using var answer = await SendAsync(large);
        ((int)answer.StatusCode).ShouldBe(413, operation.ToString());
        (await ReadProblemAsync(answer))["detail"]!.GetValue<string>().ShouldContain("65536");
        (await StateAsync()).ShouldBe(before, operation.ToString());
    }

    private async Task ParameterAsync(ApiOperation operation, JsonObject parameter)
    {
        var name = parameter["name"]!.GetValue<string>();
        // The web server itself refuses a path with a zero byte, before anything of the service sees it.
        foreach (var bad in BadTexts.Where(t => parameter["in"]!.GetValue<string>() != "path" || !t.Contains('\0')))
            await TriedAsync(operation, Request(operation, (name, bad)), name, bad);
        if (name == "cursor")
        {
            foreach (var bad in BadTexts.Where(t => t.Length is > 0 and < 100))
                await TriedAsync(operation, Request(operation, (name, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(bad)))), name, bad);
        }

        if (parameter["in"]!.GetValue<string>() == "query")
            await RefusedAsync(operation, Request(operation, query: $"{name}=a&{name}=b"), null);
    }

    private async Task FieldAsync(ApiOperation operation, string[] path)
    {
        foreach (var bad in BadJson)
        {
            var body = operation.Example!;
            Set(body, path, JsonNode.Parse(bad));
            await TriedAsync(operation, Request(operation, body: body.ToJsonString()), string.Join('.', path), bad);
        }

        var unknown = operation.Example!;
        Set(unknown, [.. path[..^1], "surprise"], 1);
        await RefusedAsync(operation, Request(operation, body: unknown.ToJsonString()), [string.Join('.', [.. path[..^1], "surprise"])]);
    }

    private async Task BodiesAsync(ApiOperation operation)
    {
        var deep = new string('[', 20_000) + new string(']', 20_000);
        foreach (var body in new[] { "", " ", "null", "[]", "1", "\"x\"", "{", "{\"a\"", "{'a':1}", "\u0000", deep, "{\"x\":" + deep + "}", "{}{}", "// c\n{}" })
        {
            using var answer = await SendAsync(Request(operation, body: body));
            ((int)answer.StatusCode).ShouldBe(400, $"{operation} {body[..Math.Min(body.Length, 40)]}");
            (await ReadProblemAsync(answer)).Fields().ShouldNotBeEmpty();
        }

        var invalid = Request(operation);
        invalid.Content = new ByteArrayContent([(byte)'{', (byte)'"', 0xff, 0xfe, (byte)'"', (byte)':', (byte)'1', (byte)'}']);
        invalid.Content.Headers.ContentType = new("application/json");
        await RefusedAsync(operation, invalid, null);

        await LargeAsync(operation, chunked: true);
        using var tooLarge = await SendAsync(Request(operation, body: "{\"x\":\"" + new string('x', 65 * 1024) + "\"}"));
        ((int)tooLarge.StatusCode).ShouldBe(413, operation.ToString());
    }

    // Something that is refused must name its field and change nothing; much that looks bad is a fine name or a fine number.
    private async Task TriedAsync(ApiOperation operation, HttpRequestMessage request, string field, string value)
    {
        var what = $"{operation} {field}={value[..Math.Min(60, value.Length)]}";
        var before = operation.Method == HttpMethod.Get ? null : await StateAsync();
        using var answer = await SendAsync(request);
        var status = (int)answer.StatusCode;
        status.ShouldBeLessThan(500, what);
        if (status < 400)
            return;
        var problem = await ReadProblemAsync(answer);
        if (status == 400)
            problem.Fields().ShouldContain(f => Names(f, field), $"{what}: {problem.ToJsonString()}");
        if (before is not null)
            (await StateAsync()).ShouldBe(before, what);
    }

    // A mistake in size.value may be told of size, one in from of to; a wrong symbol takes the interval's and quantities' limits with it;
    // a venue says of the key that its secret does not fit.
    private static bool Names(string told, string field) =>
        told == field || field.StartsWith(told + ".", StringComparison.Ordinal) || told.StartsWith(field + ".", StringComparison.Ordinal)
        || (field, told) is ("to", "from") or ("from", "to") or ("symbol", "size.value") or ("symbol", "leverage") or ("size.kind", "size.value")
            or ("strategy.name", _) or ("strategy.parameters.slow", "strategy.parameters.fast") or ("limit", "cursor") or ("symbol", "interval")
            or ("secret", "apiKey");

    private async Task RefusedAsync(ApiOperation operation, HttpRequestMessage request, string[]? fields)
    {
        var before = await StateAsync();
        using var answer = await SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(400, operation.ToString());
        var problem = await ReadProblemAsync(answer);
        if (fields is not null)
            problem.Fields().ShouldBe(fields, operation.ToString());
        (await StateAsync()).ShouldBe(before, operation.ToString());
    }

    private static async Task<JsonObject> ReadProblemAsync(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldNotBeEmpty($"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri} {(int)answer.StatusCode}");
        var problem = JsonNode.Parse(text)!.AsObject();
        problem["status"]!.GetValue<int>().ShouldBe((int)answer.StatusCode);
        problem["detail"]!.GetValue<string>().ShouldNotBeEmpty();
        return problem;
    }

    private async Task<string> StateAsync()
    {
        var state = new StringBuilder();
        foreach (var path in new[] { "users?limit=1000", "tokens", "traders?limit=1000", "me/risk", "balances?limit=1000", "orders", "fills", "trades", "me/exchange-keys", "billing", "invites" })
            state.AppendLine((await _client.GetJsonAsync($"/api/v1/{path}")).ToJsonString());
        // A backtest goes on by itself.
        foreach (var backtest in (await _client.GetJsonAsync("/api/v1/backtests"))["items"]!.AsArray())
            state.AppendLine(backtest!["id"]!.GetValue<string>());
        // To the minute, and minutes pass.
        return LastUsed().Replace(state.ToString(), "");
    }

    private HttpRequestMessage Request(ApiOperation operation, (string Name, string Value)? changed = null, string? body = null, string? query = null)
    {
        var path = operation.Path;
        var parameters = new List<string>();
        if (query is not null)
            parameters.Add(query);
        var request = new HttpRequestMessage { Method = operation.Method };
        foreach (var parameter in operation.Parameters)
        {
            var name = parameter["name"]!.GetValue<string>();
            var place = parameter["in"]!.GetValue<string>();
            var value = changed is { } c && c.Name == name ? c.Value
                : place == "path" && _ids.TryGetValue(operation.Path, out var id) ? id
                : place == "path" || parameter["required"]?.GetValue<bool>() == true ? parameter["example"]?.ToString() ?? "x"
                : null;
            if (value is null)
                continue;
            if (place == "path")
                path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value));
            else if (place == "query")
                parameters.Add($"{name}={Uri.EscapeDataString(value)}");
            else
                request.Headers.TryAddWithoutValidation(name, value.Any(ch => ch is < ' ' or > '~') ? "unsendable" : value);
        }

        request.RequestUri = new(path + (parameters.Count > 0 ? "?" + string.Join('&', parameters) : ""), UriKind.Relative);
        if ((body ?? operation.Example?.ToJsonString()) is { } json)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return request;
    }

    // An event stream has no end: its head is its answer.
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        _requests++;
        var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (answer.Content.Headers.ContentType?.MediaType != "text/event-stream")
            await answer.Content.LoadIntoBufferAsync();
        return answer;
    }

    private async Task<HttpResponseMessage> SendRawAsync(string path)
    {
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(_service.Address.Host, _service.Address.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {_service.Token}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var line = await reader.ReadLineAsync();
        return new((System.Net.HttpStatusCode)int.Parse(line!.Split(' ')[1]));
    }

    private string ExampleOf(string operationId) => ApiOperation.All(_document).Single(o => o.Id == operationId).Example!.ToJsonString();

    private static IEnumerable<string[]> Paths(JsonObject example, params string[] prefix) =>
        example.SelectMany(field => field.Value is JsonObject inner
            ? [[.. prefix, field.Key], .. Paths(inner, [.. prefix, field.Key])]
            : (IEnumerable<string[]>)[[.. prefix, field.Key]]);

    private static void Set(JsonObject body, string[] path, JsonNode? value)
    {
        var at = body;
        foreach (var name in path[..^1])
            at = at[name]!.AsObject();
        at[path[^1]] = value;
    }

    [GeneratedRegex("\"lastUsedAt\":[^,}]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastUsed();
}
