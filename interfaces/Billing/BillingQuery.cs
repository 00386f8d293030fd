using System.Collections.Immutable;
using TradingBot.Journal;
using TradingBot.Trading;

namespace TradingBot.Billing;

/// <summary>Which rows of the operator's lists, newest first. What is null does not narrow.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="NeedsAttention">Payments only: those that the operator should look at.</param>
/// <param name="Cursor">Where the last page ended; null for the first page.</param>
/// <param name="Limit">Rows a page, 1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("billing-query")]
public sealed record BillingQuery(
    [property: Id(0)] string? UserId = null,
    [property: Id(1)] bool NeedsAttention = false,
    [property: Id(2)] string? Cursor = null,
    [property: Id(3)] int Limit = 100)
{
    /// <summary>What is wrong with it; a query with errors is not answered.</summary>
    public ImmutableArray<ValidationError> Validate()
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        if (UserId is not null && !TraderKey.IsUserId(UserId))
            errors.Add(new("user", "must be 1 to 40 small letters, digits and hyphens."));
        if (Limit is < 1 or > JournalQuery.MaxLimit)
            errors.Add(new("limit", $"is {Limit}; it must be 1 to {JournalQuery.MaxLimit}."));
        if (Cursor is not null && !JournalCursor.TryParse(Cursor, out _))
            errors.Add(new("cursor", "is not a nextCursor of an earlier page."));
        return errors.ToImmutable();
    }
}
