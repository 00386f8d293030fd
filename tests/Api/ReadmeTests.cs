using System.Diagnostics;
using System.Text.Json.Nodes;

namespace TradingBot.Tests.Api;

/// <summary>The way from an empty service to a running paper trader, as the README shows it.</summary>
public sealed class ReadmeTests : IAsyncLifetime
{
    private ApiService _service = null!;

    public async ValueTask InitializeAsync() => _service = await ApiService.StartAsync(speed: "60");

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Its_five_curl_lines_lead_to_a_running_trader()
    {
        var lines = CurlLines();
        lines.Count.ShouldBe(5);
        Assert.SkipUnless(HasCurl(), "curl is not installed here.");

        using var events = await EventsAsync();
        var answers = new List<JsonNode>();
        foreach (var line in lines)
            answers.Add(JsonNode.Parse(await RunAsync(line))!);

        answers[0]["items"]!.AsArray().Count.ShouldBe(3);
        answers[1]["settings"]!["size"]!["value"]!.GetValue<string>().ShouldBe("1000");
        answers[2]["runState"]!.GetValue<string>().ShouldBe("running");
        answers[3]["runState"]!.GetValue<string>().ShouldBe("running");
        answers[4]["items"].ShouldNotBeNull();

        // A candle a second: the trader's first entry order is a matter of seconds.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await events.ReadLineAsync(patience.Token) is { } line && line != "event: order")
        {
        }

        JsonNode.Parse(await RunAsync(lines[4]))!["items"]!.AsArray().ShouldNotBeEmpty();
    }

    private async Task<StreamReader> EventsAsync()
    {
        var answer = await _service.Admin.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead);
        return new(await answer.Content.ReadAsStreamAsync());
    }

    private static List<string> CurlLines()
    {
        var readme = Path.Combine(Root(), "README.md");
        return [.. File.ReadLines(readme).Where(l => l.StartsWith("curl ", StringComparison.Ordinal) && l.Contains("$TOKEN", StringComparison.Ordinal))];
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "TradingBot.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    private static bool HasCurl() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "curl")));

    private async Task<string> RunAsync(string line)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(line);
        start.Environment["API"] = new Uri(_service.Address, "/api/v1").ToString();
        start.Environment["TOKEN"] = (await File.ReadAllTextAsync(Path.Combine(_service.Data, "admin-token"))).Trim();
        using var process = Process.Start(start)!;
        var answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await process.StandardError.ReadToEndAsync());
        return answer;
    }
}
