using TradingBot.Billing;
using TradingBot.Payments;

namespace TradingBot.Grains.Billing;

/// <summary>
/// Makes, cancels and looks at a user's payment link. A link is written before it is asked for, under a reference that stays the
/// same at every attempt: after a lost answer it is looked for, and the provider refuses a second one. So there is never a
/// second link that could be paid.
/// </summary>
/// <param name="userId">Whose.</param>
/// <param name="state">The durable state.</param>
/// <param name="ledger">The ledger over it.</param>
/// <param name="terms">The terms.</param>
/// <param name="provider">The payment provider.</param>
/// <param name="findCustomer">The customer's details, if they are known.</param>
/// <param name="save">Makes the state durable.</param>
/// <param name="time">The clock.</param>
public sealed class LinkDesk(
    string userId, BillingState state, BillingLedger ledger, BillingTerms terms, IPaymentProvider provider,
    Func<Task<CustomerDetails?>> findCustomer, Func<Task> save, TimeProvider time)
{
    // A link about to expire is of no use to whoever gets it now.
    private const long LeastLife = 60 * 60 * 1_000;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Opens a link for a plan, or gives the one that is open for it.</summary>
    /// <returns>What stands against it; null when there is a link.</returns>
    public async Task<Refused?> OpenAsync(PlanInfo plan, CancellationToken cancellationToken)
    {
        if (await findCustomer() is not { } customer)
            return Refused.Conflict("customer", "the customer's details are missing; send name, email and phone first.");
        if (await EnsureCustomerAsync(customer, cancellationToken) is { } refused)
            return refused;

        var payments = state.Payments.Count;
        if (ledger.CurrentLink is { Stage: LinkStage.Requested } requested && await SettleAsync(requested, customer, mayExist: true, cancellationToken) is { } unsettled)
            return unsettled;
        if (ledger.CurrentLink is { } open)
        {
            if (Suits(open, plan))
                return null;
            if (await CancelAsync(cancellationToken) is { } notCancelled)
                return notCancelled;
        }

        if (state.Payments.Count > payments)
            return Refused.Conflict("link", "a payment by the last link has just arrived; ask again to pay for one more cycle.");
        var link = ledger.AddLink(plan, Now);
        await save();
        return await SettleAsync(link, customer, mayExist: false, cancellationToken);
    }

    /// <summary>Cancels the current link; one that was paid meanwhile is taken as paid.</summary>
    public async Task<Refused?> CancelAsync(CancellationToken cancellationToken)
    {
        if (ledger.CurrentLink is { Stage: LinkStage.Requested } requested && await FindAsync(requested, cancellationToken) is { } notFound)
            return notFound;
        if (ledger.CurrentLink is not { } link)
            return null;
        // It is not at the provider, and nobody has its address.
        if (link.Stage == LinkStage.Requested)
            return await EndAsync(link, "link-dropped");
        var cancelled = await provider.CancelLinkAsync(link.ProviderId, cancellationToken);
        if (cancelled.Value is not null)
            return await EndAsync(link, "link-cancelled");
        // Expired, or paid a moment ago.
        return await LookAsync(cancellationToken) is { } refused ? refused
            : ledger.CurrentLink is null ? null
            : Refused.By(cancelled.Error!);
    }

    /// <summary>Looks how the current link stands at the provider, and takes what has been paid.</summary>
    public async Task<Refused?> LookAsync(CancellationToken cancellationToken)
    {
        if (ledger.CurrentLink is { Stage: LinkStage.Requested } requested && await FindAsync(requested, cancellationToken) is { } notFound)
            return notFound;
        if (ledger.CurrentLink is not { } link)
            return null;
        if (link.Stage == LinkStage.Requested)
            return link.ExpiresAt <= Now ? await EndAsync(link, "link-dropped") : null;
        var answer = await provider.GetLinkAsync(link.ProviderId, cancellationToken);
        if (answer.Value is not { } found)
            return Refused.By(answer.Error!);
        foreach (var payment in found.Payments)
            ledger.Take(new("", PaymentNewsKind.Captured, userId, link.Reference, payment), Now);
        if (found.Status is ProviderLinkStatus.Expired or ProviderLinkStatus.Cancelled)
            ledger.EndLink(link.Reference, "link-ended", "provider", Now);
        await save();
        return null;
    }

    private bool Suits(LinkRecord link, PlanInfo plan) =>
        link.PlanId == plan.Id && link.Price == plan.Price && link.CycleDays == plan.CycleDays
        && link.ExpiresAt - Now >= Math.Min(LeastLife, terms.LinkLife / 2);

    private async Task<Refused?> EnsureCustomerAsync(CustomerDetails customer, CancellationToken cancellationToken)
    {
        if (state.CustomerId is not null)
            return null;
        var answer = await provider.EnsureCustomerAsync(customer, cancellationToken);
        if (answer.Value is null)
            return Refused.By(answer.Error!);
        state.CustomerId = answer.Value;
        return null;
    }

    // A requested link that is at the provider is open; whether it is there may stay unknown.
    private async Task<Refused?> FindAsync(LinkRecord link, CancellationToken cancellationToken)
    {
        var answer = await provider.FindLinkAsync(link.Reference, cancellationToken);
        if (answer.Value is { } made)
            ledger.OpenLink(link.Reference, made.Id, made.Url);
        return answer.Error is null or { Failure: PaymentFailure.NotFound } ? null : Refused.By(answer.Error);
    }

    // Asks for a link; it is looked for first wherever it may have been asked for before.
    private async Task<Refused?> SettleAsync(LinkRecord link, CustomerDetails customer, bool mayExist, CancellationToken cancellationToken)
    {
        var answer = mayExist ? await provider.FindLinkAsync(link.Reference, cancellationToken) : null;
        if (answer is null or { Error.Failure: PaymentFailure.NotFound })
        {
            // Too late to be made as it was asked for: the caller makes another.
            if (link.ExpiresAt - Now < Math.Min(LeastLife, terms.LinkLife / 2))
                return await EndAsync(link, "link-dropped");
            answer = await provider.CreateLinkAsync(OrderOf(link, customer), cancellationToken);
            if (answer.Error?.Failure is PaymentFailure.Duplicate or PaymentFailure.Unknown
                && await provider.FindLinkAsync(link.Reference, cancellationToken) is { Value: not null } found)
                answer = found;
        }

        if (answer.Value is not { } made)
        {
            if (answer.Error!.Failure == PaymentFailure.Refused)
                await EndAsync(link, "link-refused");
            return Refused.By(answer.Error);
        }

        if (made.AmountPaise != link.Price.Total)
            throw new InvalidOperationException($"The link {link.Reference} is at the provider with another amount.");
        ledger.OpenLink(link.Reference, made.Id, made.Url);
        await save();
        // Made long ago, perhaps, and paid or expired since.
        return made.Status == ProviderLinkStatus.Open ? null : await LookAsync(cancellationToken);
    }

    private LinkOrder OrderOf(LinkRecord link, CustomerDetails customer) => new(
        link.Reference, link.Price.Total, $"{terms.Find(link.PlanId)?.Title ?? link.PlanId}, {link.CycleDays} days", userId, customer, link.ExpiresAt,
        terms.PublicUrl is { } url ? new Uri(url, $"billing/callback/{userId}") : null);

    private async Task<Refused?> EndAsync(LinkRecord link, string action)
    {
        ledger.EndLink(link.Reference, action, userId, Now);
        await save();
        return null;
    }
}
