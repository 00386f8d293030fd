using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using TradingBot.Accounts;
using TradingBot.Billing;
using TradingBot.Exchange.Secrets;
using TradingBot.Grains.Journal;
using TradingBot.Notifications;
using TradingBot.Payments;
using TradingBot.Reporting;

namespace TradingBot.Grains.Billing;

/// <summary>Gives a subscription its durable state, the payment provider, and its reminders.</summary>
public sealed class BillingGrain(
    [PersistentState("billing", "grains")] IPersistentState<BillingState> state,
    BillingTerms terms,
    IPaymentProvider provider,
    SecretVault vault,
    IBillingRecords records,
    TimeProvider time,
    ILogger<BillingGrain> logger) : JournalingGrain<BillingEntry>(logger), IBillingGrain, IRemindable
{
    private const string CycleReminder = "cycle";
    private const string LinkReminder = "link";
    private const int MostDays = 3_660;

    // Within the time that a grain's caller waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(22);

    // A tick that does its work sets the next one; one that fails comes again.
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);

    private BillingLedger _ledger = null!;
    private LinkDesk _links = null!;
    private string _userId = "";

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _userId = this.GetPrimaryKeyString();
        OpenOutbox(new(state.State.Outbox, WriteAsync), () => state.WriteStateAsync());
        _ledger = new(_userId, state.State, terms, Outbox.Add);
        _links = new(_userId, state.State, _ledger, terms, provider, FindCustomerAsync, SaveAsync, time);
        if (!terms.IsOn || state.State.Since > 0)
            return;
        if (await RoleAsync() is null)
        {
            // Nobody yet: the trial begins with the user.
            DeactivateOnIdle();
            return;
        }

        _ledger.Begin(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(9)), Now);
        await FinishAsync();
    }

    public async Task<SubscriptionAccess> GetAccessAsync()
    {
        if (!terms.IsOn)
            return SubscriptionAccess.Unrestricted;
        if (await RoleAsync() is not { } role)
            return new(SubscriptionStage.ReadOnly, [], 0, "there is no such user.");
        if (role != UserRole.Trader)
            return SubscriptionAccess.Unrestricted;
        var stage = terms.StageAt(_ledger.PaidUntil, Now);
        var plan = terms.Find(_ledger.Coverage.At(Now)?.PlanId ?? "") ?? terms.Plans[0];
        var reason = stage < SubscriptionStage.EntriesPaused ? ""
            : $"the subscription has ended on {Milestones.Local(_ledger.PaidUntil, _ledger.Zone)}; it is restored as soon as it is paid.";
        return new(stage, plan.Modes, plan.MaxSymbols, reason);
    }

    public async Task<SubscriptionView> GetAsync() => Describe(await RoleAsync());

    public Task<ImmutableArray<PlanInfo>> GetPlansAsync() => Task.FromResult(terms.IsOn ? terms.Plans : []);

    public Task<ImmutableArray<PaymentRow>> GetPaymentsAsync() =>
        Task.FromResult(state.State.Payments.OrderBy(static p => p.PaidAt).Select(_ledger.RowOf).ToImmutableArray());

    public Task<BillingResult> SetCustomerAsync(CustomerDetails details, string? timeZone) => RunAsync(async () =>
    {
        if (details.Validate() is [var error, ..])
            return new(BillingRefusal.Invalid, error);
        if (timeZone is not null && !ReportQuery.TryFindTimeZone(timeZone, out _))
            return Refused.Invalid("timeZone", "must be the IANA name of a time zone, like Asia/Kolkata.");
        state.State.Customer = SealedCustomer.Seal(vault, _userId, await User.GetDataKeyAsync(), details);
        (state.State.CustomerId, state.State.TimeZone) = (null, timeZone ?? state.State.TimeZone);
        _ledger.Note(_userId, "customer-set", "customer", Now);
        return null;
    });

    public Task<BillingResult> EraseCustomerAsync() => RunAsync(() =>
    {
        if (state.State.Customer is not null)
            _ledger.Note(_userId, "customer-erased", "customer", Now);
        (state.State.Customer, state.State.CustomerId) = (null, null);
        return Task.FromResult<Refused?>(null);
    });

    public Task<BillingResult> OpenLinkAsync(string planId) => RunAsync(async () =>
    {
        if (terms.Find(planId) is not { } plan)
            return Refused.Invalid("plan", $"must be one of {string.Join(", ", terms.Plans.Select(static p => p.Id))}.");
        var traders = await User.GetTradersAsync();
        if (traders.Length > plan.MaxSymbols)
            return Refused.Conflict("plan", $"allows {plan.MaxSymbols} traders; there are {traders.Length}. Delete some first, or choose another plan.");
        using var patience = new CancellationTokenSource(Patience, time);
        return await _links.OpenAsync(plan, patience.Token);
    });

    public Task<BillingResult> CancelLinkAsync() => RunAsync(async () =>
    {
        using var patience = new CancellationTokenSource(Patience, time);
        return await _links.CancelAsync(patience.Token);
    });

    public Task<BillingResult> CheckLinkAsync() => RunAsync(async () =>
    {
        using var patience = new CancellationTokenSource(Patience, time);
        return await _links.LookAsync(patience.Token);
    });

    public Task TakeNewsAsync(PaymentNews news) => RunAsync(() =>
    {
        _ledger.Take(news, Now);
        return Task.FromResult<Refused?>(null);
    });

    public Task<BillingResult> GrantAsync(string planId, int days, string actor, string reason) => RunAsync(() =>
    {
        if (terms.Find(planId) is null)
            return Task.FromResult<Refused?>(Refused.Invalid("plan", $"must be one of {string.Join(", ", terms.Plans.Select(static p => p.Id))}."));
        return Task.FromResult(Add("grant", planId, days, actor, reason));
    });

    public Task<BillingResult> ExtendAsync(int days, string actor, string reason) => RunAsync(() => Task.FromResult(
        _ledger.Coverage.Last is { } last
            ? Add("extend", last.PlanId, days, actor, reason)
            : Refused.Conflict("days", "there is nothing to extend; grant a plan instead.")));

    public Task<BillingResult> MarkRefundedAsync(string paymentId, string actor, string reason) => RunAsync(() => Task.FromResult(
        WrongReason(reason) ?? (_ledger.MarkRefunded(paymentId, actor, reason, Now)
            ? null
            : new Refused(BillingRefusal.NotFound, new("payment", "is none of the user's payments.")))));

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        var result = reminderName == LinkReminder ? await CheckLinkAsync() : await RunAsync(static () => Task.FromResult<Refused?>(null));
        if (result.Refusal != BillingRefusal.None)
            logger.LogWarning("{User}: the payment link could not be looked at: {Reason}", _userId, result.Errors[0].Message);
    }

    private async Task WriteAsync(IReadOnlyList<BillingEntry> entries)
    {
        await records.WriteAsync(entries);
        ImmutableArray<Notification> news = [.. entries.Where(static e => e.Notice is not null).Select(static e =>
            new Notification("billing", e.Notice!.Number, NotificationKind.Payment, e.Notice.Time, e.Notice.Text, []))];
        if (!news.IsEmpty)
            await GrainFactory.GetGrain<INotificationGrain>(_userId).EnqueueAsync(news);
    }

    private Refused? Add(string action, string planId, int days, string actor, string reason)
    {
        if (days is < 1 or > MostDays)
            return Refused.Invalid("days", $"is {days}; it must be 1 to {MostDays}.");
        if (WrongReason(reason) is { } wrong)
            return wrong;
        _ledger.Grant(action, planId, days, actor, reason, Now);
        return null;
    }

    private static Refused? WrongReason(string reason) =>
        reason is { Length: >= 1 and <= 200 } && !reason.Any(char.IsControl) ? null : Refused.Invalid("reason", "must be 1 to 200 characters.");

    private async Task<BillingResult> RunAsync(Func<Task<Refused?>> request)
    {
        var role = await RoleAsync();
        if (!terms.IsOn || state.State.Since == 0)
        {
            var error = terms.IsOn ? new ValidationError("user", "is not a user's id.") : new("billing", "is off: no payment provider is configured.");
            return new(terms.IsOn ? BillingRefusal.NotFound : BillingRefusal.Conflict, [error], Describe(role));
        }

        try
        {
            var refused = await request();
            await FinishAsync();
            return new(refused?.Kind ?? BillingRefusal.None, refused is null ? [] : [refused.Error], Describe(role));
        }
        catch
        {
            // What is in memory may be ahead of what is stored: the next call starts from the store.
            Abandon();
            throw;
        }
    }

    // What is due is told, the state made durable with it, and the reminders set by it.
    private async Task FinishAsync()
    {
        var told = _ledger.Remind(Now);
        // Before the save: a reminder too many finds nothing to do.
        var armed = await ArmAsync();
        if (told || armed || Outbox.HasUnstored)
            await SaveAsync();
        FlushSoon();
    }

    private async Task<bool> ArmAsync()
    {
        var (wakesAt, polls) = (_ledger.NextReminder(Now) ?? 0, _ledger.CurrentLink is not null);
        if (wakesAt == state.State.WakesAt && polls == state.State.IsPolling)
            return false;
        if (wakesAt != state.State.WakesAt)
            await SetReminderAsync(CycleReminder, wakesAt > 0, TimeSpan.FromMilliseconds(wakesAt - Now), Again);
        if (polls != state.State.IsPolling)
            await SetReminderAsync(LinkReminder, polls, terms.Poll, terms.Poll);
        (state.State.WakesAt, state.State.IsPolling) = (wakesAt, polls);
        return true;
    }

    private async Task SetReminderAsync(string name, bool isOn, TimeSpan dueTime, TimeSpan period)
    {
        if (isOn)
            await this.RegisterOrUpdateReminder(name, dueTime > TimeSpan.Zero ? dueTime : TimeSpan.Zero, period);
        else if (await this.GetReminder(name) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    private IUserGrain User => GrainFactory.GetGrain<IUserGrain>(_userId);

    private async Task<UserRole?> RoleAsync() => (await User.GetProfileAsync())?.Role;

    private async Task<CustomerDetails?> FindCustomerAsync() =>
        state.State.Customer is { } customer ? SealedCustomer.Open(vault, _userId, await User.GetDataKeyAsync(), customer) : null;

    private SubscriptionView Describe(UserRole? role)
    {
        var isBilled = terms.IsOn && role == UserRole.Trader;
        var (paidUntil, coverage) = (_ledger.PaidUntil, _ledger.Coverage);
        long? Billed(long moment) => isBilled ? moment : null;
        return new(
            isBilled, terms.IsTest, isBilled ? terms.StageAt(paidUntil, Now) : SubscriptionStage.Active,
            paidUntil > Now ? coverage.At(Now)?.Kind ?? CoverageKind.None : CoverageKind.None, terms.Find(coverage.At(Now)?.PlanId ?? ""),
            Billed(paidUntil - terms.Due), Billed(paidUntil), Billed(paidUntil + terms.Grace), Billed(paidUntil + terms.Grace + terms.ReadOnlyAfter),
            state.State.TimeZone, state.State.Customer is not null,
            _ledger.CurrentLink is { Stage: LinkStage.Open } link && link.ExpiresAt > Now && PlanOf(link) is { } plan
                ? new(link.Reference, link.Url, plan, link.Price, link.ExpiresAt)
                : null,
            [.. state.State.Notices]);
    }

    private PlanInfo PlanOf(LinkRecord link) =>
        terms.Find(link.PlanId) ?? new(link.PlanId, link.PlanId, 0, [], link.CycleDays, link.Price);
}
