using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Billing;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Audit;
using TradingBot.ClientApi.Billing;
using TradingBot.ClientApi.ExchangeKeys;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Limits;
using TradingBot.ClientApi.Telegram.Conversations;
using TradingBot.ExchangeAccounts;

namespace TradingBot.ClientApi.Telegram.Pages;

/// <summary>Shows and takes the forms of <see cref="OneTimePages"/>. The code in the address lets in, no token does.</summary>
internal static class OneTimePagesApi
{
    private const int LongestField = 4_000;

    public static void MapOneTimePages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(OneTimePages.Path + "/{purpose}/{code}", ShowAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost(OneTimePages.Path + "/{purpose}/{code}", TakeAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<HtmlPage> ShowAsync(string purpose, string code, HttpContext context, OneTimeCodes codes) =>
        FormPage.Of(purpose, (await FindAsync(purpose, code, context, codes)).Data, "");

    private static async Task<IResult> TakeAsync(
        string purpose, string code, HttpContext context, OneTimeCodes codes, OneTimePages pages, IClusterClient grains, IExchangeKeySealer sealer)
    {
        var (user, data) = await FindAsync(purpose, code, context, codes);
        if (!context.Request.HasFormContentType)
            throw new RequestException(415, "The form is missing.", []);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        string Field(string name) => form[name].ToString() is { Length: <= LongestField } text ? text.Trim() : "";

        // Before anything is tried: what two browsers send at the same time is taken once.
        if (await codes.RedeemAsync(code, purpose) is null)
            throw Gone();
        await AuditFilter.RecordAsync(context, grains, user, purpose == OneTimePages.Keys ? "setExchangeKey" : "setCustomer");
        try
        {
            if (purpose == OneTimePages.Keys)
                await ExchangeKeyIntake.StoreAsync(new(user, ExchangeKeysApi.VenueOf(data)), Field("apiKey"), Field("secret"), null, grains, sealer);
            else
                (await grains.GetGrain<IBillingGrain>(user).SetCustomerAsync(Details(Field("name"), Field("email"), Field("phone")), null)).OrThrow();
        }
        catch (RequestException refused)
        {
            // Another address for another try; the fields are empty again, secrets among them.
            var next = await pages.OfferAsync(user, purpose, data);
            return FormPage.Of(purpose, data, refused.Errors.Count > 0 ? string.Join(' ', refused.Errors.Select(static e => e.ToString())) : refused.Message, next[next.IndexOf(OneTimePages.Path, StringComparison.Ordinal)..]);
        }

        return new HtmlPage("Thank you", "<p>That is stored. You can close this page and go back to the chat.</p>");
    }

    private static CustomerDetails Details(string name, string email, string phone)
    {
        var details = new CustomerDetails(name, email, phone);
        return details.Validate() is { IsEmpty: false } errors ? throw RequestException.Invalid(errors) : details;
    }

    private static async Task<(string UserId, string Data)> FindAsync(string purpose, string code, HttpContext context, OneTimeCodes codes)
    {
        if (purpose is OneTimePages.Keys or OneTimePages.Customer && await codes.FindAsync(code, purpose) is { } found)
            return found;
        AddressGuard.TellGuess(context, AccessTokens.HashOf(code));
        throw Gone();
    }

    private static RequestException Gone() => RequestException.NotFound("This page was good once and for 10 minutes only. Ask the bot for another.");
}
