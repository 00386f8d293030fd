using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace TradingBot.Tests.Api;

internal static class HttpExtensions
{
    public static readonly object Settings = new
    {
        interval = "1m",
        strategy = new { name = "heikin-ashi-breakout", parameters = new { buyOffset = "5", sellOffset = 5 } },
        size = new { kind = "quote", value = "1000" },
    };

    public static async Task<JsonNode> GetJsonAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public static Task<HttpResponseMessage> SendJsonAsync(this HttpClient client, HttpMethod method, string path, string json) =>
        client.SendAsync(new(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    /// <summary>Asks an address until it answers as wished.</summary>
    public static Task<JsonNode> UntilAsync(
        this HttpClient client, string path, Func<JsonNode, bool> isEnough, [CallerArgumentExpression(nameof(isEnough))] string goal = "") =>
        Poll.UntilAsync(() => client.GetJsonAsync(path), isEnough, goal: $"{path}: {goal}");

    /// <summary>The answer must be problem details of a status; gives them.</summary>
    public static async Task<JsonObject> ProblemAsync(this Task<HttpResponseMessage> request, int status)
    {
        using var answer = await request;
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(status, text);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonNode.Parse(text)!.AsObject();
        problem["status"]!.GetValue<int>().ShouldBe(status);
        problem["title"]!.GetValue<string>().ShouldNotBeEmpty();
        problem["detail"]!.GetValue<string>().ShouldNotBeEmpty();
        return problem;
    }

    /// <summary>The names of the fields that a problem is about.</summary>
    public static IReadOnlyList<string> Fields(this JsonObject problem) =>
        problem["errors"] is JsonObject errors ? [.. errors.Select(e => e.Key)] : [];
}
