using System.Collections.Immutable;
using TradingBot.Journal;
using TradingBot.Trading;

namespace TradingBot.Audit;

/// <summary>Which entries, newest first. What is null does not narrow.</summary>
/// <param name="UserId">About whose account.</param>
/// <param name="Actor">By whom.</param>
/// <param name="Cursor">Where the last page ended; null for the first page.</param>
/// <param name="Limit">Rows a page, 1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("audit-query")]
public sealed record AuditQuery(
    [property: Id(0)] string? UserId = null,
    [property: Id(1)] string? Actor = null,
    [property: Id(2)] string? Cursor = null,
    [property: Id(3)] int Limit = 100)
{
    /// <summary>What is wrong with it; a query with errors is not answered.</summary>
    public ImmutableArray<ValidationError> Validate()
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        if (UserId is not null && !TraderKey.IsUserId(UserId))
            errors.Add(new("user", "must be 1 to 40 small letters, digits and hyphens."));
        if (Actor is not null && !TraderKey.IsUserId(Actor))
            errors.Add(new("actor", "must be 1 to 40 small letters, digits and hyphens."));
        if (Limit is < 1 or > JournalQuery.MaxLimit)
            errors.Add(new("limit", $"is {Limit}; it must be 1 to {JournalQuery.MaxLimit}."));
        if (Cursor is not null && !JournalCursor.TryParse(Cursor, out _))
            errors.Add(new("cursor", "is not a nextCursor of an earlier page."));
        return errors.ToImmutable();
    }
}
