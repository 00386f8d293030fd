using Orleans;
using TradingBot.Billing;
using TradingBot.Journal;

namespace TradingBot.Grains.Billing;

/// <summary>Reads the tables for the operator. Holds nothing.</summary>
public sealed class BillingOfficeGrain(BillingTerms terms, IBillingRecords records, TimeProvider time) : Grain, IBillingOfficeGrain
{
    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<RevenueView> GetRevenueAsync()
    {
        var report = new RevenueReport(terms, Now);
        await ForEachAsync(records.ReadSubscriptionsAsync, new(), report.Add);
        var needAttention = 0;
        await ForEachAsync(records.ReadPaymentsAsync, new(NeedsAttention: true), _ => needAttention++);
        return report.ToView(needAttention);
    }

    public async Task<JournalPage<SubscriptionRow>> GetSubscriptionsAsync(BillingQuery query)
    {
        var page = await records.ReadSubscriptionsAsync(Valid(query));
        return page with { Items = [.. page.Items.Select(row => row with { Stage = terms.StageAt(row.PaidUntil, Now) })] };
    }

    public Task<JournalPage<PaymentRow>> GetPaymentsAsync(BillingQuery query) => records.ReadPaymentsAsync(Valid(query));

    private static BillingQuery Valid(BillingQuery query) =>
        query.Validate() is [var error, ..] ? throw new ArgumentException(error.ToString(), nameof(query)) : query;

    private static async Task ForEachAsync<T>(Func<BillingQuery, Task<JournalPage<T>>> read, BillingQuery query, Action<T> take)
    {
        for (BillingQuery? next = query with { Limit = JournalQuery.MaxLimit }; next is not null;)
        {
            var page = await read(next);
            foreach (var row in page.Items)
                take(row);
            next = page.NextCursor is { } cursor ? next with { Cursor = cursor } : null;
        }
    }
}
