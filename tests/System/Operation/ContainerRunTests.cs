using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TradingBot.Tests.System.Operation;

/// <summary>The program in the environment of its image: what the manifests rely on.</summary>
public sealed partial class ContainerRunTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task The_images_environment_makes_a_service_that_the_probes_and_the_scraper_find()
    {
        var metricsPort = FreePort();
        var environment = Variables().Matches(Read("k8s/Dockerfile")).Select(static m => (m.Groups["name"].Value, m.Groups["value"].Value))
            .Where(static v => v.Item1 is not ("Http__Bind" or "Http__Port" or "Telemetry__MetricsPort" or "Data__Directory" or "Cluster__Role"))
            .Append(("Telemetry__MetricsPort", metricsPort.ToString())).Append(("Data__Directory", _folder.PathOf("data"))).Append(("Http__Port", "0"));
        using var silo = SiloProcess.StartWith(environment, "--MarketData:Speed=60", "--Logging:LogLevel:Microsoft=Information");
        var address = await silo.ListeningAsync();
        using var http = new HttpClient { BaseAddress = new(address) };

        foreach (var path in Probes().Matches(Read("k8s/base/silo.yaml") + Read("k8s/base/api.yaml")).Select(static m => m.Groups["path"].Value).Distinct())
            (await http.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        using var scraper = new HttpClient { BaseAddress = new($"http://127.0.0.1:{metricsPort}") };
        (await scraper.GetStringAsync("/metrics")).ShouldContain("# TYPE tradingbot_positions_unprotected gauge");
        using (var check = SiloProcess.Start("health", $"{address}/healthz/ready"))
            (await check.ExitAsync()).ShouldBe(0, check.Output);
        (await silo.InterruptAsync()).ShouldBe(0, silo.Output);

        Directory.Exists(Path.Combine(_folder.PathOf("data"), "logs")).ShouldBeFalse("a container writes its log to the console");
        foreach (var line in silo.Output.Split('\n').Where(static l => l.StartsWith('{')))
            JsonNode.Parse(line)!["Message"].ShouldNotBeNull();
        silo.Output.ShouldContain("\"Category\":");
    }

    [Fact]
    public async Task An_ending_service_is_unready_at_once_and_answers_until_the_drain_is_over()
    {
        using var silo = SiloProcess.Start("--data", _folder.PathOf("data"), "--port", "0", "--Http:DrainSeconds=10");
        using var http = new HttpClient { BaseAddress = new(await silo.ListeningAsync()) };
        (await http.GetAsync("/healthz/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var end = silo.InterruptAsync();
        var ready = await Poll.UntilAsync(() => http.GetAsync("/healthz/ready"), static a => a.StatusCode != HttpStatusCode.OK);

        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await http.GetAsync("/healthz/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "requests are answered as ever");
        end.IsCompleted.ShouldBeFalse();
        (await end).ShouldBe(0, silo.Output);
    }

    [Fact]
    public async Task The_doctor_says_what_is_wrong_and_what_to_do()
    {
        using (var well = SiloProcess.Start("doctor", "--Data:Directory", _folder.PathOf("data")))
        {
            (await well.ExitAsync()).ShouldBe(0, well.Output);
            well.Output.ShouldContain("The service can start.");
        }

        var key = _folder.Write("open.key", TradingBot.Exchange.Secrets.MasterKey.Create().Export());
        using var ill = SiloProcess.Start(
            "doctor", "--Data:Directory", _folder.PathOf("data"), "--MarketData:Source=binance", $"--Secrets:MasterKeyFile={key}",
            "--Binance:Spot:Live:RestUrl=http://127.0.0.1:1", "--Binance:Usdm:Live:RestUrl=http://127.0.0.1:1",
            "--Journal:ConnectionString=Host=127.0.0.1;Port=1;Username=bot;Password=sesame");

        (await ill.ExitAsync()).ShouldBe(1, ill.Output);
        foreach (var problem in (string[])["FAIL  live spot REST", "FAIL  live usdm REST", "FAIL  Journal:ConnectionString", "→ Check address, role and password"])
            ill.Output.ShouldContain(problem);
        ill.Output.ShouldNotContain("sesame");
        Directory.Exists(_folder.PathOf("data")).ShouldBeFalse("it only looks");
    }

    public void Dispose() => _folder.Dispose();

    private static string Read(string path) => File.ReadAllText(Path.Combine(RepositoryRoot.Find(), path));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"^(ENV|    ) ?(?<name>[A-Z]\w+)=(?<value>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Variables();

    [GeneratedRegex(@"path: (?<path>/healthz/\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Probes();
}
