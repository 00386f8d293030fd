using TradingBot.Billing;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Billing;

/// <summary>A subscription.</summary>
/// <param name="User">Whose.</param>
/// <param name="IsBilled">False where nothing is billed: then nothing is restricted.</param>
/// <param name="IsTest">Payments are made with test keys: no money moves.</param>
/// <param name="Stage">How it stands.</param>
/// <param name="Kind">What covers the present.</param>
/// <param name="Plan">The plan in force.</param>
/// <param name="DueAt">From when the next payment is due.</param>
/// <param name="PaidUntil">The bill date.</param>
/// <param name="EntriesPausedAt">From when no new positions are opened.</param>
/// <param name="ReadOnlyAt">From when trading can only be looked at and ended.</param>
/// <param name="TimeZone">The user's time zone.</param>
/// <param name="HasCustomer">Whether the customer's details are known.</param>
/// <param name="Link">The link to pay by, if one is open.</param>
/// <param name="Notices">What the user was told last, oldest first.</param>
public sealed record SubscriptionResponse(
    string User, bool IsBilled, bool IsTest, SubscriptionStage Stage, CoverageKind Kind, PlanResponse? Plan, DateTimeOffset? DueAt,
    DateTimeOffset? PaidUntil, DateTimeOffset? EntriesPausedAt, DateTimeOffset? ReadOnlyAt, string TimeZone, bool HasCustomer,
    PaymentLinkResponse? Link, IReadOnlyList<NoticeResponse> Notices)
{
    public static SubscriptionResponse From(string user, SubscriptionView v) => new(
        user, v.IsBilled, v.IsTest, v.Stage, v.Kind, v.Plan is { } plan ? PlanResponse.From(plan) : null, Time(v.DueAt), Time(v.PaidUntil),
        Time(v.EntriesPausedAt), Time(v.ReadOnlyAt), v.TimeZone, v.HasCustomer, v.OpenLink is { } link ? PaymentLinkResponse.From(link) : null,
        [.. v.Notices.Select(n => new NoticeResponse(n.Number, ApiTime.Of(n.Time), n.Text))]);

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } time ? ApiTime.Of(time) : null;
}

/// <summary>Something that the user was told.</summary>
/// <param name="Number">Rising number.</param>
/// <param name="Time">When.</param>
/// <param name="Text">In words.</param>
public sealed record NoticeResponse(long Number, DateTimeOffset Time, string Text);

/// <summary>A link to pay by.</summary>
/// <param name="Reference">Names it.</param>
/// <param name="Url">Where to pay.</param>
/// <param name="Plan">The plan's id.</param>
/// <param name="CycleDays">Days that the payment covers.</param>
/// <param name="Price">What is to be paid.</param>
/// <param name="ExpiresAt">When it stops working.</param>
public sealed record PaymentLinkResponse(string Reference, string Url, string Plan, int CycleDays, PriceResponse Price, DateTimeOffset ExpiresAt)
{
    public static PaymentLinkResponse From(PaymentLinkView l) =>
        new(l.Reference, l.Url, l.Plan.Id, l.Plan.CycleDays, PriceResponse.From(l.Price), ApiTime.Of(l.ExpiresAt));
}
