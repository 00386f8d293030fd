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
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.OpenApi;

namespace TradingBot.ClientApi.Billing;

/// <summary><c>/billing</c>: a user's subscription, the link to pay by, payments and receipts.</summary>
internal static class BillingApi
{
    public static void MapBilling(this IEndpointRouteBuilder routes)
    {
        var billing = routes.MapApi("/billing", "Billing");
        billing.MapGet("", GetAsync).Describe("getBilling", "Shows the subscription: plan, stage, dates, open link.", 404);
        billing.MapGet("/plans", PlansAsync).Describe("listPlans", "Lists the plans with their prices; none where nothing is billed.");
        billing.MapPut("/customer", SetCustomerAsync).Describe("setCustomer", "Takes the customer's details, needed once before the first link. Stored sealed.", 404, 409);
        billing.MapDelete("/customer", EraseCustomerAsync).Describe("eraseCustomer", "Erases the customer's details.", 404, 409);
        billing.MapGet("/link", GetLinkAsync).Describe("getPaymentLink", "Shows the open payment link.", 404);
        billing.MapPost("/link", OpenLinkAsync).Describe(
            "openPaymentLink", "Opens a link to pay for a plan, or gives the one that is open; safe to repeat after any failure.", 404, 409);
        billing.MapDelete("/link", CancelLinkAsync).Describe("cancelPaymentLink", "Cancels the open link; without one nothing happens.", 404, 409);
        billing.MapPost("/link/check", CheckLinkAsync).Describe("checkPaymentLink", "Asks the payment provider now whether the open link has been paid.", 404, 409);
        billing.MapGet("/link/qr", GetQrCodeAsync).Describe("getPaymentLinkQrCode", "Draws the open link as a QR code.", 404)
            .Produces<byte[]>(200, "image/png");
        billing.MapGet("/payments", ListPaymentsAsync).Describe("listPayments", "Lists the user's payments, oldest first.", 404);
        billing.MapGet("/payments/{id}/receipt", GetReceiptAsync).Describe("getReceipt", "Shows the receipt of a payment as a page.", 404)
            .Produces<string>(200, "text/html")
            .WithMetadata(new TextExample("text/html", ReceiptPage.Of(Samples.Payment, "Standard", "Asia/Kolkata").Text));
    }

    private static async Task<Ok<SubscriptionResponse>> GetAsync(
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var (id, billing) = await FindAsync(user, caller, grains);
        return Shown(id, await billing.GetAsync());
    }

    private static async Task<Ok<Page<PlanResponse>>> PlansAsync(ClaimsPrincipal caller, IClusterClient grains)
    {
        var plans = await grains.GetGrain<IBillingGrain>(caller.Id()).GetPlansAsync();
        return TypedResults.Ok(new Page<PlanResponse>([.. plans.Select(PlanResponse.From)], null));
    }

    private static async Task<Ok<SubscriptionResponse>> SetCustomerAsync(
        JsonBody<CustomerRequest> body,
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var (id, billing) = await FindAsync(user, caller, grains);
        var details = new CustomerDetails(body.Value.Name ?? "", body.Value.Email ?? "", body.Value.Phone ?? "");
        if (details.Validate() is { IsEmpty: false } errors)
            throw RequestException.Invalid(errors);
        return Shown(id, (await billing.SetCustomerAsync(details, body.Value.TimeZone)).OrThrow());
    }

    private static async Task<NoContent> EraseCustomerAsync(
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        (await (await FindAsync(user, caller, grains)).Billing.EraseCustomerAsync()).OrThrow();
        return TypedResults.NoContent();
    }

    private static async Task<Ok<PaymentLinkResponse>> GetLinkAsync(
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains) =>
        TypedResults.Ok(PaymentLinkResponse.From(await LinkAsync(user, caller, grains)));

    private static async Task<Ok<PaymentLinkResponse>> OpenLinkAsync(
        JsonBody<PaymentLinkRequest> body,
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var fields = new FieldReader();
        fields.Require("plan", body.Value.Plan is not null);
        fields.ThrowIfAny();
        var view = (await (await FindAsync(user, caller, grains)).Billing.OpenLinkAsync(body.Value.Plan!)).OrThrow();
        return TypedResults.Ok(PaymentLinkResponse.From(view.OpenLink ?? throw RequestException.Conflict("The link has ended already; open another.")));
    }

    private static async Task<NoContent> CancelLinkAsync(
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        (await (await FindAsync(user, caller, grains)).Billing.CancelLinkAsync()).OrThrow();
        return TypedResults.NoContent();
    }

    private static async Task<Ok<SubscriptionResponse>> CheckLinkAsync(
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var (id, billing) = await FindAsync(user, caller, grains);
        return Shown(id, (await billing.CheckLinkAsync()).OrThrow());
    }

    private static async Task<FileContentHttpResult> GetQrCodeAsync(
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var link = await LinkAsync(user, caller, grains);
        return TypedResults.Bytes(PaymentQrCode.Png(link.Url), "image/png");
    }

    private static async Task<Ok<Page<PaymentResponse>>> ListPaymentsAsync(
        [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var payments = await (await FindAsync(user, caller, grains)).Billing.GetPaymentsAsync();
        return TypedResults.Ok(new Page<PaymentResponse>([.. payments.Select(PaymentResponse.From)], null));
    }

    private static async Task<HtmlPage> GetReceiptAsync(
        string id, [FromQuery(Name = "user"), Description("Whose; for administrators.")] string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var (_, billing) = await FindAsync(user, caller, grains);
        var payments = await billing.GetPaymentsAsync();
        if (payments.FirstOrDefault(p => p.Id == id) is not { } payment)
            throw RequestException.NotFound("There is no such payment.", new ValidationError("id", "is not a payment's."));
        var plan = (await billing.GetPlansAsync()).FirstOrDefault(p => p.Id == payment.PlanId);
        return ReceiptPage.Of(payment, plan?.Title ?? payment.PlanId, (await billing.GetAsync()).TimeZone);
    }

    private static async Task<PaymentLinkView> LinkAsync(string? user, ClaimsPrincipal caller, IClusterClient grains) =>
        (await (await FindAsync(user, caller, grains)).Billing.GetAsync()).OpenLink
        ?? throw RequestException.NotFound($"No link is open; open one with POST {ApiGroup.Prefix}/billing/link.");

    private static async Task<(string Id, IBillingGrain Billing)> FindAsync(string? user, ClaimsPrincipal caller, IClusterClient grains)
    {
        var id = caller.OwnerOf(user);
        if (await grains.GetGrain<IUserGrain>(id).GetProfileAsync() is null)
            throw RequestException.NotFound($"There is no user '{id}'.", new ValidationError("user", "is not a user's id."));
        return (id, grains.GetGrain<IBillingGrain>(id));
    }

    private static Ok<SubscriptionResponse> Shown(string user, SubscriptionView view) => TypedResults.Ok(SubscriptionResponse.From(user, view));
}
