using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Accounts;
using TradingBot.Billing;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Audit;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Journal;
using TradingBot.ClientApi.OpenApi;
using TradingBot.Journal;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Billing;

/// <summary><c>/admin/billing</c>: all subscriptions, what they bring in, and what an operator does to them.</summary>
internal static class BillingOfficeApi
{
    public static void MapBillingOffice(this IEndpointRouteBuilder routes)
    {
        var office = routes.MapOperatorApi("/admin/billing", "Billing office");
        office.MapGet("/revenue", RevenueAsync).Describe("getRevenue", "Shows what subscriptions bring in.");
        MapList<OfficeQuery, SubscriptionRow, SubscriberResponse>(
            office, "subscriptions", "Subscribers", "subscriptions, the newest subscriber first", static (o, q) => o.GetSubscriptionsAsync(q), SubscriberResponse.From);
        MapList<PaymentsQuery, PaymentRow, PaymentResponse>(
            office, "payments", "AllPayments", "payments, newest first", static (o, q) => o.GetPaymentsAsync(q), PaymentResponse.From);
        office.MapPost("/{user}/grant", GrantAsync).Describe("grantPlan", "Grants days of a plan without payment, behind what is covered already.", 404, 409).AuditsBody();
        office.MapPost("/{user}/extend", ExtendAsync).Describe("extendSubscription", "Extends a subscription by days of the same plan.", 404, 409).AuditsBody();
        office.MapPost("/{user}/payments/{id}/refund-mark", MarkRefundedAsync).Describe(
            "markPaymentRefunded", "Marks a payment as given back by other ways; it covers nothing any more.", 404, 409).AuditsBody();
    }

    private static void MapList<TQuery, TRow, TResponse>(
        RouteGroupBuilder office, string path, string name, string what, Func<IBillingOfficeGrain, BillingQuery, Task<JournalPage<TRow>>> read,
        Func<TRow, TResponse> show)
        where TQuery : OfficeQuery
    {
        // As variables: the route analyzer cannot take local functions of a generic method.
        Delegate list = ListAsync, export = Export;
        office.MapGet($"/{path}", list).Describe($"list{name}", $"Lists {what}.");
        office.MapGet($"/{path}/export", export).Describe($"export{name}", $"Streams {what}, as CSV or as a JSON array.")
            .Produces<TResponse[]>(200, ApiJson.MediaType, "text/csv")
            .WithMetadata(new TextExample("text/csv", CsvRow<TResponse>.Header + CsvRow<TResponse>.TextOf((TResponse)Samples.Of(typeof(TResponse))!)));

        async Task<Ok<Page<TResponse>>> ListAsync(
            [AsParameters] TQuery query,
            [FromQuery(Name = "limit"), Description("Items a page.")] string? limit,
            [FromQuery(Name = "cursor"), Description("The nextCursor of the page before.")] string? cursor,
            IClusterClient grains)
        {
            var fields = new FieldReader();
            var items = fields.Number("limit", limit, 1, JournalQuery.MaxLimit, ApiLimits.DefaultPage);
            var page = await read(Office(grains), query.Read(fields, items, cursor));
            return TypedResults.Ok(new Page<TResponse>([.. page.Items.Select(show)], page.NextCursor));
        }

        RowExport<TResponse> Export(
            [AsParameters] TQuery query, [FromQuery(Name = "format"), Description("csv (default) or json.")] string? format, IClusterClient grains)
        {
            var fields = new FieldReader();
            var chosen = fields.Choice<ExportFormat>("format", format) ?? ExportFormat.Csv;
            return new(path, chosen, ReadAll(Office(grains), query.Read(fields, JournalQuery.MaxLimit, null)));
        }

        async IAsyncEnumerable<TResponse> ReadAll(IBillingOfficeGrain grain, BillingQuery query)
        {
            for (BillingQuery? next = query; next is not null;)
            {
                var page = await read(grain, next);
                foreach (var row in page.Items)
                    yield return show(row);
                next = page.NextCursor is { } cursor ? next with { Cursor = cursor } : null;
            }
        }
    }

    private static async Task<Ok<RevenueResponse>> RevenueAsync(IClusterClient grains) =>
        TypedResults.Ok(RevenueResponse.From(await Office(grains).GetRevenueAsync()));

    private static async Task<Ok<SubscriptionResponse>> GrantAsync(string user, JsonBody<GrantRequest> body, ClaimsPrincipal caller, IClusterClient grains)
    {
        var fields = new FieldReader();
        fields.Require("plan", body.Value.Plan is not null);
        fields.Require("days", body.Value.Days is not null);
        fields.Require("reason", body.Value.Reason is not null);
        fields.ThrowIfAny();
        var billing = await FindAsync(user, grains);
        return Shown(user, await billing.GrantAsync(body.Value.Plan!, body.Value.Days!.Value, caller.Id(), body.Value.Reason!));
    }

    private static async Task<Ok<SubscriptionResponse>> ExtendAsync(string user, JsonBody<ExtensionRequest> body, ClaimsPrincipal caller, IClusterClient grains)
    {
        var fields = new FieldReader();
        fields.Require("days", body.Value.Days is not null);
        fields.Require("reason", body.Value.Reason is not null);
        fields.ThrowIfAny();
        var billing = await FindAsync(user, grains);
        return Shown(user, await billing.ExtendAsync(body.Value.Days!.Value, caller.Id(), body.Value.Reason!));
    }

    private static async Task<Ok<SubscriptionResponse>> MarkRefundedAsync(
        string user, string id, JsonBody<RefundMarkRequest> body, ClaimsPrincipal caller, IClusterClient grains)
    {
        var fields = new FieldReader();
        fields.Require("reason", body.Value.Reason is not null);
        fields.ThrowIfAny();
        var billing = await FindAsync(user, grains);
        return Shown(user, await billing.MarkRefundedAsync(id, caller.Id(), body.Value.Reason!));
    }

    private static async Task<IBillingGrain> FindAsync(string user, IClusterClient grains) =>
        TraderKey.IsUserId(user) && await grains.GetGrain<IUserGrain>(user).GetProfileAsync() is not null
            ? grains.GetGrain<IBillingGrain>(user)
            : throw RequestException.NotFound($"There is no user '{user}'.", new ValidationError("user", "is not a user's id."));

    private static IBillingOfficeGrain Office(IClusterClient grains) => grains.GetGrain<IBillingOfficeGrain>(IBillingOfficeGrain.Key);

    private static Ok<SubscriptionResponse> Shown(string user, BillingResult result) => TypedResults.Ok(SubscriptionResponse.From(user, result.OrThrow()));
}
