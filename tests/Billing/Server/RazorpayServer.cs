using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradingBot.Payments.Razorpay;

namespace TradingBot.Tests.Billing.Server;

/// <summary>
/// Razorpay as far as payment links go, over real HTTP: basic authentication, states, unique references, refusals in Razorpay's
/// words, and faults to order.
/// </summary>
public sealed class RazorpayServer : IAsyncDisposable
{
    public const string KeyId = "rzp_test_AbCdEfGh123456";
    public const string KeySecret = "key-secret-Zq81";
    public const string WebhookSecret = "webhook-secret-Kd20";
    public const string OldWebhookSecret = "old-webhook-secret-Mw77";

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<ServerFault>> _faults = new();
    private readonly Dictionary<string, string> _customers = [];
    private int _last;

    private RazorpayServer(TimeProvider time)
    {
        _time = time;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>What <c>Razorpay:ApiBaseUrl</c> is set to.</summary>
    public string ApiBaseUrl { get; private set; } = "";

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>All links ever made.</summary>
    public List<ServerLink> Links { get; } = [];

    /// <summary>Requests so far: method and path.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Customers by e-mail address and telephone number.</summary>
    public int Customers => _customers.Count;

    private long Now => (_time.GetUtcNow() + Skew).ToUnixTimeSeconds();

    public static async Task<RazorpayServer> StartAsync(TimeProvider? time = null)
    {
        var server = new RazorpayServer(time ?? TimeProvider.System);
        await server._app.StartAsync();
        server.ApiBaseUrl = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/v1";
        return server;
    }

    /// <summary>Something goes wrong with the next requests, <c>POST payment_links</c> for example, one after the other.</summary>
    public void Break(string request, params ServerFault[] faults)
    {
        foreach (var fault in faults)
            _faults.GetOrAdd(request, _ => new()).Enqueue(fault);
    }

    /// <summary>Somebody pays a link. What the provider tells of it is returned, in the order in which it happens.</summary>
    public (ServerPayment Payment, ServerEvent[] Events) Pay(ServerLink link, long? amount = null, string currency = "INR")
    {
        lock (_gate)
        {
            var payment = new ServerPayment { Id = NewId("pay"), Amount = amount ?? link.Amount, Currency = currency, CreatedAt = Now, Notes = link.Notes };
            link.Payments.Add(payment);
            link.Status = payment.Amount < link.Amount ? "partially_paid" : "paid";
            return (payment,
            [
                Event("payment.captured", ("payment", payment.ToJson())),
                Event($"payment_link.{link.Status}", ("payment_link", link.ToJson(false)), ("payment", payment.ToJson())),
            ]);
        }
    }

    /// <summary>An attempt to pay fails.</summary>
    public ServerEvent Fail(ServerLink link)
    {
        lock (_gate)
        {
            var payment = new ServerPayment { Id = NewId("pay"), Amount = link.Amount, Currency = "INR", CreatedAt = Now, Notes = link.Notes, Status = "failed" };
            return Event("payment.failed", ("payment", payment.ToJson()));
        }
    }

    /// <summary>Money is given back.</summary>
    public ServerEvent Refund(ServerPayment payment, long? amount = null)
    {
        lock (_gate)
        {
            payment.Refunded += amount ?? payment.Amount;
            var refund = new JsonObject { ["id"] = NewId("rfnd"), ["entity"] = "refund", ["amount"] = amount ?? payment.Amount, ["payment_id"] = payment.Id };
            return Event("refund.processed", ("refund", refund), ("payment", payment.ToJson()));
        }
    }

    /// <summary>A dispute moves: created, under_review, won, lost, closed.</summary>
    public ServerEvent Dispute(ServerPayment payment, string step)
    {
        lock (_gate)
            return Event($"payment.dispute.{step}", ("payment", payment.ToJson()), ("dispute", new() { ["id"] = "disp_1", ["payment_id"] = payment.Id }));
    }

    /// <summary>A link's time is over.</summary>
    public ServerEvent Expire(ServerLink link)
    {
        lock (_gate)
        {
            link.Status = "expired";
            return Event("payment_link.expired", ("payment_link", link.ToJson(false)));
        }
    }

    /// <summary>An event about anything.</summary>
    public ServerEvent Event(string name, params (string Name, JsonObject Entity)[] payload)
    {
        lock (_gate)
        {
            var body = new JsonObject
            {
                ["entity"] = "event",
                ["account_id"] = "acc_1",
                ["event"] = name,
                ["contains"] = new JsonArray([.. payload.Select(p => (JsonNode)JsonValue.Create(p.Name)!)]),
                ["payload"] = new JsonObject(payload.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)new JsonObject { ["entity"] = p.Entity }))),
                ["created_at"] = Now,
            };
            return new(NewId("evt"), Encoding.UTF8.GetBytes(body.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));
        }
    }

    /// <summary>The address that a payer's browser is sent to, without the host.</summary>
    public string CallbackOf(ServerLink link, ServerPayment payment, string status = "paid")
    {
        var signature = RazorpaySignature.Sign(KeySecret, Encoding.UTF8.GetBytes($"{link.Id}|{link.Reference}|{status}|{payment.Id}"));
        return new Uri(link.CallbackUrl!).AbsolutePath
            + $"?razorpay_payment_id={payment.Id}&razorpay_payment_link_id={link.Id}&razorpay_payment_link_reference_id={link.Reference}"
            + $"&razorpay_payment_link_status={status}&razorpay_signature={signature}";
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!["/v1/".Length..];
        var route = $"{context.Request.Method} {path.Split('/')[0]}{(path.EndsWith("/cancel", StringComparison.Ordinal) ? "/cancel" : "")}";
        Requests.Enqueue($"{context.Request.Method} {path}");
        var fault = _faults.TryGetValue(route, out var queue) && queue.TryDequeue(out var next) ? next : (ServerFault?)null;
        if (fault == ServerFault.Dropped)
        {
            context.Abort();
            return;
        }

        if (fault is ServerFault.ServerError or ServerFault.TooManyRequests)
        {
            await WriteAsync(context, fault == ServerFault.ServerError ? 500 : 429, Error("SERVER_ERROR", "We are facing some trouble."));
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        var body = text.Length > 0 ? JsonNode.Parse(text)!.AsObject() : [];
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{KeyId}:{KeySecret}"));
        var (status, answer) = context.Request.Headers.Authorization != expected
            ? (401, Error("BAD_REQUEST_ERROR", "Authentication failed"))
            : Answer(context, path.Split('/'), body, fault == ServerFault.StaleList);
        switch (fault)
        {
            case ServerFault.AnswerLost:
                context.Abort();
                return;
            case ServerFault.Hangs:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            case ServerFault.BadGatewayAfter:
                await WriteAsync(context, 502, []);
                return;
            case ServerFault.Garbled:
                await context.Response.WriteAsync("<html>");
                return;
            default:
                await WriteAsync(context, status, answer);
                return;
        }
    }

    private (int Status, JsonObject Answer) Answer(HttpContext context, string[] path, JsonObject body, bool isStale)
    {
        lock (_gate)
        {
            foreach (var old in Links.Where(l => l.Status == "created" && l.ExpireBy <= Now))
                old.Status = "expired";
            return (context.Request.Method, path) switch
            {
                ("POST", ["customers"]) => (200, Customer(body)),
                ("POST", ["payment_links"]) => Create(body),
                ("GET", ["payment_links"]) => (200, List(context.Request.Query["reference_id"].ToString(), isStale)),
                ("GET", ["payment_links", var id]) => Find(id) is { } link ? (200, link.ToJson(true)) : Missing(),
                ("POST", ["payment_links", var id, "cancel"]) => Find(id) is { } link ? Cancel(link) : Missing(),
                _ => (404, Error("BAD_REQUEST_ERROR", "The requested URL was not found on the server.")),
            };
        }
    }

    private JsonObject Customer(JsonObject body)
    {
        var key = $"{body["email"]} {body["contact"]}";
        if (!_customers.TryGetValue(key, out var id))
            _customers[key] = id = NewId("cust");
        return new() { ["id"] = id, ["entity"] = "customer", ["contact"] = 9876543210, ["notes"] = new JsonArray() };
    }

    private (int, JsonObject) Create(JsonObject body)
    {
        var reference = body["reference_id"]!.GetValue<string>();
        if (reference.Length > 40)
            return (400, Error("BAD_REQUEST_ERROR", "The reference id may not be greater than 40 characters."));
        if (Links.Exists(l => l.Reference == reference))
            return (400, Error("BAD_REQUEST_ERROR", $"payment link with given reference_id: {reference} already exists. Please create a payment link with a different reference_id"));
        if (body["expire_by"]!.GetValue<long>() < Now + (15 * 60))
            return (400, Error("BAD_REQUEST_ERROR", "expire_by should be at least 15 minutes after current time"));
        var link = new ServerLink
        {
            Id = NewId("plink"), Reference = reference, Amount = body["amount"]!.GetValue<long>(), CreatedAt = Now, ExpireBy = body["expire_by"]!.GetValue<long>(),
            Notes = body["notes"]!.DeepClone().AsObject(), Customer = body["customer"]!.DeepClone().AsObject(), CallbackUrl = body["callback_url"]?.GetValue<string>(),
        };
        Links.Add(link);
        return (200, link.ToJson(false));
    }

    private JsonObject List(string reference, bool isStale)
    {
        var found = Links.Where(l => l.Reference == reference && !(isStale && l == Links[^1]));
        return new() { ["payment_links"] = new JsonArray([.. found.Select(l => (JsonNode)l.ToJson(false))]) };
    }

    private static (int, JsonObject) Cancel(ServerLink link)
    {
        if (link.Status != "created")
            return (400, Error("BAD_REQUEST_ERROR", $"Payment link cannot be cancelled as it is already {link.Status}."));
        link.Status = "cancelled";
        return (200, link.ToJson(false));
    }

    private ServerLink? Find(string id) => Links.Find(l => l.Id == id);

    private static (int, JsonObject) Missing() => (400, Error("BAD_REQUEST_ERROR", "The id provided does not exist"));

    private string NewId(string prefix) => $"{prefix}_{Interlocked.Increment(ref _last):D14}";

    private static JsonObject Error(string code, string description) =>
        new() { ["error"] = new JsonObject { ["code"] = code, ["description"] = description, ["source"] = "business" } };

    private static Task WriteAsync(HttpContext context, int status, JsonObject answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.ToJsonString());
    }
}
