using System.Collections.Immutable;
using TradingBot.MarketData;
using TradingBot.Trading;

namespace TradingBot.Journal;

/// <summary>Which rows of the journal. What is null does not narrow.</summary>
/// <param name="UserId">Owner; only an administrator's journal heeds it.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="Interval">Interval of the trader.</param>
/// <param name="From">Earliest time, milliseconds UTC: an order's, a fill's, or a trade's exit.</param>
/// <param name="To">The first time that is too late, milliseconds UTC.</param>
/// <param name="Status">Status of the order; only orders heed it.</param>
/// <param name="Mode">Which exchange.</param>
/// <param name="OldestFirst">Order of the rows; newest first by default.</param>
/// <param name="Cursor">Where the last page ended (<see cref="JournalPage{T}.NextCursor"/>); null for the first page.</param>
/// <param name="Limit">Rows a page, 1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("journal-query")]
public sealed record JournalQuery(
    [property: Id(0)] string? UserId = null,
    [property: Id(1)] MarketSymbol? Symbol = null,
    [property: Id(2)] CandleInterval? Interval = null,
    [property: Id(3)] long? From = null,
    [property: Id(4)] long? To = null,
    [property: Id(5)] OrderStatus? Status = null,
    [property: Id(6)] TradingMode? Mode = null,
    [property: Id(7)] bool OldestFirst = false,
    [property: Id(8)] string? Cursor = null,
    [property: Id(9)] int Limit = 100)
{
    /// <summary>The largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>What is wrong with it; a query with errors is not answered.</summary>
    public ImmutableArray<ValidationError> Validate()
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        if (UserId is not null && !TraderKey.IsUserId(UserId))
            errors.Add(new("user", "must be 1 to 40 small letters, digits and hyphens."));
        if (From is < 0)
            errors.Add(new("from", $"is {From}; it must not be negative."));
        if (To < (From ?? 0))
            errors.Add(new("to", $"is {To}; it must not be before from, which is {From ?? 0}."));
        if (Limit is < 1 or > MaxLimit)
            errors.Add(new("limit", $"is {Limit}; it must be 1 to {MaxLimit}."));
        if (Cursor is not null && !JournalCursor.TryParse(Cursor, out _))
            errors.Add(new("cursor", "is not a nextCursor of an earlier page."));
        return errors.ToImmutable();
    }
}
