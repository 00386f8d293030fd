using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using TradingBot.MarketData;
using TradingBot.Simulator.Api;
using TradingBot.Simulator.Faults;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Http;

/// <summary>REST of both markets, and the faults that a request can meet.</summary>
internal sealed class RestEndpoint(SimVenue venue, ApiGate gate)
{
    private static readonly string[] Failures = [FaultKind.HttpError, FaultKind.Unknown1007, FaultKind.RateLimit, FaultKind.Ban];

    public async Task HandleAsync(HttpContext context, string path)
    {
        var call = await ReadAsync(context, path);
        var method = context.Request.Method;
        if (venue.Faults.Roll(FaultKind.TimeoutBefore, method, path, call.ApiKey) is { } before)
        {
            LogFault(before, call, executed: false);
            await Task.Delay(TimeSpan.FromMilliseconds(before.Ms), venue.TimeProvider, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Abort();
            return;
        }

        if (venue.Faults.Roll(FaultKind.LateRequest, method, path, call.ApiKey) is { } late)
        {
            LogFault(late, call, executed: true);
            _ = ArriveAsync(call, late.Ms);
            context.Abort();
            return;
        }

        var failure = Failures.Select(kind => venue.Faults.Roll(kind, method, path, call.ApiKey)).FirstOrDefault(static f => f is not null);
        var executed = failure is null or { Executed: true, Kind: FaultKind.HttpError or FaultKind.Unknown1007 };
        var reply = executed ? gate.Handle(call) : null;
        if (failure is not null)
        {
            LogFault(failure, call, executed);
            reply = Describe(failure);
        }

        if (venue.Faults.Roll(FaultKind.AnswerLost, method, path, call.ApiKey) is { } lost)
        {
            LogFault(lost, call, executed);
            context.Abort();
            return;
        }

        await WriteAsync(context, reply!, call.Market);
    }

    private async Task ArriveAsync(ApiCall call, int ms)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(ms), venue.TimeProvider);
        gate.Handle(call);
    }

    private static async Task<ApiCall> ReadAsync(HttpContext context, string path)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        // Kestrel's QueryString may differ from what was signed; the raw target does not.
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var query = target.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? target[(at + 1)..] : "";
        var parameters = new Dictionary<string, string>();
        foreach (var part in new[] { query, body })
        {
            foreach (var (name, values) in QueryHelpers.ParseQuery(part))
                parameters.TryAdd(name, values.ToString());
        }

        var market = path.StartsWith("/fapi", StringComparison.Ordinal) ? MarketType.Usdm : MarketType.Spot;
        return new(
            $"{context.Request.Method} {path}", market, parameters, WithoutSignature(query) + WithoutSignature(body),
            context.Request.Headers["X-MBX-APIKEY"].FirstOrDefault(), $"{context.Connection.RemoteIpAddress}");
    }

    private static string WithoutSignature(string query) =>
        string.Join('&', query.Split('&').Where(static p => !p.StartsWith("signature=", StringComparison.Ordinal)));

    private ApiReply Describe(FaultRule rule) => rule.Kind switch
    {
        FaultKind.Unknown1007 => ApiReply.Error(
            504, -1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown."),
        FaultKind.RateLimit => ApiReply.Error(429, -1003, "Too much request weight used.") with { RetryAfter = Math.Max(1, rule.Ms / 1_000) },
        FaultKind.Ban => ApiReply.Banned(venue.ServerTime + rule.Ms, Math.Max(1, rule.Ms / 1_000)),
        _ => ApiReply.Error(rule.Status ?? 503, rule.Code ?? -1000, rule.Msg ?? "Service unavailable from a restricted location or overloaded."),
    };

    private void LogFault(FaultRule rule, ApiCall call, bool executed) =>
        venue.Log.Add("fault", new()
        {
            ["fault"] = rule.Kind, ["request"] = call.Route, ["account"] = call.ApiKey, ["executed"] = executed,
            // How long it keeps the client waiting.
            ["ms"] = rule.Kind is FaultKind.TimeoutBefore or FaultKind.LateRequest or FaultKind.RateLimit or FaultKind.Ban ? rule.Ms : 0,
        });

    private static async Task WriteAsync(HttpContext context, ApiReply reply, MarketType market)
    {
        var response = context.Response;
        response.StatusCode = reply.Status;
        response.ContentType = "application/json;charset=UTF-8";
        var weight = reply.UsedWeight.ToString(CultureInfo.InvariantCulture);
        if (market == MarketType.Spot)
            response.Headers["X-MBX-USED-WEIGHT"] = weight;
        response.Headers["X-MBX-USED-WEIGHT-1M"] = weight;
        foreach (var (window, count) in reply.OrderCounts)
            response.Headers[$"X-MBX-ORDER-COUNT-{window}"] = count.ToString(CultureInfo.InvariantCulture);
        if (reply.RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await response.WriteAsync(reply.Body.ToJsonString(), context.RequestAborted);
    }
}
