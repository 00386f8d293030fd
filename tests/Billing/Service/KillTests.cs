using System.Net.Http.Headers;
using System.Net.Http.Json;
using TradingBot.Tests.Billing.Server;
using TradingBot.Tests.System;

namespace TradingBot.Tests.Billing.Service;

/// <summary>The service dies at random moments while links are opened and payments told: each payment counts once in the end.</summary>
public sealed class KillTests
{
    private const int Kills = 20;
    private const int LeastPayments = 5;

    [Fact]
    public async Task Each_payment_counts_once_whenever_the_service_is_killed_between_payment_and_activation()
    {
        using var folder = new TempFolder();
        await using var server = await RazorpayServer.StartAsync();
        var seed = Environment.TickCount;
        var random = new Random(seed);
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var data = folder.PathOf("data");
        var environment = PaidService.Settings(server, 7).Select(s => (s.Name.Replace(":", "__", StringComparison.Ordinal), s.Value)).ToArray();
        string[] arguments = ["--data", data, "--port", "0", "--Logging:LogLevel:Default=Warning"];
        // As Razorpay does: told again until it was answered, in any order.
        var untold = new List<Func<HttpClient, Task<bool>>>();

        // A slow machine needs more deaths than that to get so many payments through.
        for (var round = 0; round < Kills || (round < 5 * Kills && server.Links.Sum(static l => l.Payments.Count) <= LeastPayments); round++)
        {
            using var silo = SiloProcess.StartWith(environment, arguments);
            using var client = await ClientAsync(silo, data);
            await BeginAsync(client);
            var work = Task.Run(() => WorkAsync(client, server, untold, new Random(seed + round), round));
            // Every third time early, where a link is opened; else where payments are told.
            if (round % 3 != 0)
                await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(20)));
            await silo.KillAfterAsync(TimeSpan.FromMilliseconds(random.Next(0, round % 3 == 0 ? 400 : 60)));
            await work.WaitAsync(TimeSpan.FromMinutes(1));
        }

        var payments = server.Links.SelectMany(l => l.Payments).ToList();
        payments.Count.ShouldBeGreaterThan(LeastPayments, $"seed {seed}");
        using (var silo = SiloProcess.StartWith(environment, arguments))
        {
            using var client = await ClientAsync(silo, data);
            foreach (var tell in untold)
                (await tell(client)).ShouldBeTrue();
            await client.UntilAsync("/api/v1/billing/payments?user=alice", p => p["items"]!.AsArray().Count == payments.Count);

            var counted = (await client.GetJsonAsync("/api/v1/billing/payments?user=alice"))["items"]!.AsArray();
            counted.Select(p => p!["id"]!.GetValue<string>()).ShouldBe(payments.Select(p => p.Id), ignoreOrder: true, $"seed {seed}");
            counted.ShouldAllBe(p => p!["standing"]!.GetValue<string>() == "credited");
            var first = counted.Min(p => p!["paidAt"]!.GetValue<DateTimeOffset>());
            (await client.GetJsonAsync("/api/v1/billing?user=alice"))["paidUntil"]!.GetValue<DateTimeOffset>()
                .ShouldBe(first.AddDays(28 * payments.Count), $"seed {seed}");

            await client.UntilAsync("/api/v1/admin/billing/payments", p => p["items"]!.AsArray().Count == payments.Count);
            var audit = (await client.GetJsonAsync("/api/v1/audit?limit=1000"))["items"]!.AsArray();
            audit.Count(a => a!["action"]!.GetValue<string>() == "payment-credited").ShouldBe(payments.Count, $"seed {seed}");
            (await silo.InterruptAsync()).ShouldBe(0, silo.Output);
        }

        // One link at a time, none doubled: all but the last are paid.
        server.Links.Count(l => l.Status == "created").ShouldBeLessThanOrEqualTo(1, $"seed {seed}");
        server.Links.ShouldAllBe(l => l.Payments.Count <= 1);
        TestContext.Current.SendDiagnosticMessage($"{payments.Count} payments by {server.Links.Count} links");
    }

    // Opens a link, has it paid, and tells of it by webhooks and callback, some of it twice.
    private static async Task WorkAsync(HttpClient client, RazorpayServer server, List<Func<HttpClient, Task<bool>>> untold, Random random, int round)
    {
        try
        {
            using var answer = await client.PostAsJsonAsync("/api/v1/billing/link?user=alice", new { plan = "standard" });
            if (!answer.IsSuccessStatusCode)
                return;
        }
        catch (HttpRequestException)
        {
            return;
        }

        if (server.Links.Find(l => l.Status == "created") is { } link)
        {
            var (payment, events) = server.Pay(link);
            foreach (var one in events)
                untold.Insert(random.Next(untold.Count + 1), async c => (await one.DeliverAsync(c)).IsSuccessStatusCode);
            if (round % 2 == 0)
                untold.Insert(random.Next(untold.Count + 1), async c => (await c.GetAsync(server.CallbackOf(link, payment))).IsSuccessStatusCode);
        }

        foreach (var tell in untold.ToArray())
        {
            try
            {
                // Some are told once more though they were answered.
                if (await tell(client) && random.Next(3) > 0)
                    untold.Remove(tell);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static async Task BeginAsync(HttpClient admin)
    {
        using var made = await admin.PostAsJsonAsync("/api/v1/users", new { id = "alice" });
        using var customer = await admin.PutAsJsonAsync(
            "/api/v1/billing/customer?user=alice", new { name = "Asha Rao", email = "asha@example.com", phone = "+919876543210" });
        customer.EnsureSuccessStatusCode();
    }

    private static async Task<HttpClient> ClientAsync(SiloProcess silo, string data)
    {
        var client = new HttpClient { BaseAddress = new(await silo.ListeningAsync()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(data, "admin-token"))).Trim());
        return client;
    }
}
