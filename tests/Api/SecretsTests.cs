using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradingBot.Exchange.Secrets;
using TradingBot.Silo.Commands;

namespace TradingBot.Tests.Api;

/// <summary>Secrets that are planted everywhere are found nowhere, and the master key changes under a running service.</summary>
public sealed class SecretsTests : IAsyncLifetime
{
    private const string ApiKey = "plantedApiKey4711abcdefgh";
    private const string Secret = "plantedHmacSecret4712ijklmnop";
    private const string Refused = "plantedRefused4713qrstuvwx";
    private const string Keys = "/api/v1/me/exchange-keys/testnet";
    private const string Accounts = $$$"""[{"apiKey":"{{{ApiKey}}}","secret":"{{{Secret}}}","spot":{"USDT":"20000"},"usdm":{"USDT":"30000"}}]""";

    private readonly ConcurrentQueue<string> _traces = [];
    private readonly StringBuilder _answers = new();
    private ActivityListener _listener = null!;
    private ApiService _service = null!;
    private HttpClient _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _listener = new()
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _traces.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(t => $"{t.Key}={t.Value}"))} "
                + string.Join(' ', activity.Events.SelectMany(e => e.Tags.Select(t => $"{t.Key}={t.Value}")))),
        };
        ActivitySource.AddActivityListener(_listener);
        _service = await ApiService.StartAsync(
            accounts: Accounts, settings: [("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft", "Trace")]);
        _alice = await _service.NewUserAsync("alice");
    }

    public async ValueTask DisposeAsync()
    {
        _alice.Dispose();
        _listener.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Planted_secrets_are_in_no_log_trace_answer_or_database()
    {
        var token = _alice.DefaultRequestHeaders.Authorization!.Parameter!;
        await SendAsync(HttpMethod.Put, Keys, new { apiKey = ApiKey, secret = Secret });
        await SendAsync(HttpMethod.Put, Keys, new { apiKey = Refused, secret = Refused });
        await SendAsync(HttpMethod.Put, Keys, new { apiKey = ApiKey, secret = new[] { Secret } });
        await SendAsync(HttpMethod.Put, Keys, new { apiKey = ApiKey, secret = Secret + "\u0001" });
        await SendAsync(HttpMethod.Put, "/api/v1/traders/spot:BTCUSDT", new { interval = "1m", size = new { kind = "quote", value = 1000 }, secret = Secret });
        await SendAsync(HttpMethod.Get, $"/api/v1/orders?apiKey={ApiKey}&secret={Secret}", null);
        await SendAsync(HttpMethod.Get, "/api/v1/balances?mode=testnet", null);
        using (var guess = _service.ClientOf(token[..^4] + "AAAA"))
            await guess.GetAsync("/api/v1/me").ProblemAsync(401);
        var master = (await File.ReadAllTextAsync(Path.Combine(_service.Data, "master.key"))).Trim();
        var logger = _service.Services.GetRequiredService<ILoggerFactory>().CreateLogger("TradingBot.Grains.Planted");
        logger.LogError(
            new InvalidOperationException($"Authorization: Bearer {token}", new IOException($"{{\"secret\":\"{Secret}\"}} signature={Refused}")),
            "It failed with {Header} and {Token} under {Master}", $"X-MBX-APIKEY: {ApiKey}", token, master);
        logger.LogInformation("This line has no secret and stays as it is: {Symbol}", "spot:BTCUSDT");
        await _service.StopAsync();

        var logs = string.Join('\n', Directory.EnumerateFiles(Path.Combine(_service.Data, "logs")).Select(File.ReadAllText));
        logs.ShouldContain("This line has no secret and stays as it is: spot:BTCUSDT");
        logs.ShouldContain("It failed with X-MBX-APIKEY: [redacted] and [redacted] under [redacted]");
        logs.ShouldContain("InvalidOperationException");
        _traces.ShouldContain(t => t.Contains("exchange-keys"));
        _answers.ToString().ShouldContain("efgh");
        var planted = new[] { ApiKey, Secret, Refused, token, token[..^4], master, _service.Token };
        foreach (var secret in planted)
        {
            logs.ShouldNotContain(secret);
            string.Join('\n', _traces).ShouldNotContain(secret);
            _answers.ToString().ShouldNotContain(secret);
        }

        foreach (var (file, bytes) in Database())
        {
            foreach (var secret in planted.Concat(planted.Select(s => Convert.ToBase64String(Encoding.UTF8.GetBytes(s))[..^4])))
                bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)).ShouldBe(-1, file);
            bytes.AsSpan().IndexOf(Convert.FromBase64String(master)).ShouldBe(-1, file);
        }

        async Task SendAsync(HttpMethod method, string path, object? body)
        {
            using var answer = await _alice.SendAsync(new(method, path) { Content = body is null ? null : JsonContent.Create(body) });
            _answers.AppendLine(await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_backup_without_its_master_key_opens_nothing()
    {
        await StoreAsync();
        await _service.StopAsync();
        File.Delete(MasterFile);
        (await Should.ThrowAsync<StartException>(() => _service.StartAgainAsync())).Message.ShouldContain("The master key is missing");
        await File.WriteAllTextAsync(MasterFile, MasterKey.Create().Export());
        (await Should.ThrowAsync<StartException>(() => _service.StartAgainAsync())).Message.ShouldContain("not the one that has sealed");
    }

    [Fact]
    public async Task The_master_key_changes_while_the_service_runs()
    {
        await StoreAsync();
        var old = await File.ReadAllTextAsync(MasterFile);
        var output = new StringWriter();

        (await CommandLine.RunAsync(
            new RootCommand { RotateMasterKeyCommand.Create() }, ["rotate-master-key", "--data", _service.Data, "--url", _service.Address.ToString()],
            output, output, TestContext.Current.CancellationToken)).ShouldBe(0, output.ToString());

        var told = JsonNode.Parse(output.ToString())!;
        (told["resealed"]!.GetValue<int>(), told["madeKey"]!.GetValue<bool>()).ShouldBe((1, true));
        await BalancesAsync();
        (await File.ReadAllTextAsync(MasterFile)).ShouldNotBe(old);
        (await File.ReadAllTextAsync(MasterFile + ".previous")).ShouldBe(old);
        File.Exists(MasterFile + ".next").ShouldBeFalse();
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(MasterFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await RestartAsync();
        await BalancesAsync();
        await _service.StopAsync();
        await File.WriteAllTextAsync(MasterFile, old);
        await Should.ThrowAsync<StartException>(() => _service.StartAgainAsync());
    }

    [Fact]
    public async Task A_rotation_that_was_cut_off_is_finished_at_the_next_start()
    {
        await StoreAsync();
        await _service.StopAsync();
        var next = MasterKey.Create().Export() + "\n";
        await File.WriteAllTextAsync(MasterFile + ".next", next);
        await RestartAsync();

        await Poll.UntilAsync(() => !File.Exists(MasterFile + ".next"));
        (await File.ReadAllTextAsync(MasterFile)).ShouldBe(next);
        await BalancesAsync();
        await _service.StopAsync();
        await RestartAsync();
        await BalancesAsync();
    }

    private string MasterFile => Path.Combine(_service.Data, "master.key");

    private IEnumerable<(string Name, byte[] Bytes)> Database() =>
        Directory.EnumerateFiles(_service.Data, "grains.db*").Select(f => (f, File.ReadAllBytes(f)));

    private async Task StoreAsync() => (await _alice.PutAsJsonAsync(Keys, new { apiKey = ApiKey, secret = Secret })).EnsureSuccessStatusCode().Dispose();

    // The venue answers signed requests only.
    private async Task BalancesAsync() => (await _alice.GetJsonAsync("/api/v1/balances?mode=testnet")).ToJsonString().ShouldContain("20000");

    private async Task RestartAsync()
    {
        var token = _alice.DefaultRequestHeaders.Authorization!.Parameter;
        if (_service.IsRunning)
            await _service.StopAsync();
        await _service.StartAgainAsync();
        _alice = _service.ClientOf(token);
    }
}
