using System.Collections.Immutable;

namespace TradingBot.Journal;

/// <summary>A page of rows.</summary>
/// <typeparam name="T">The rows' type.</typeparam>
/// <param name="Items">The rows.</param>
/// <param name="NextCursor">The next page's <see cref="JournalQuery.Cursor"/>; null on the last page.</param>
[GenerateSerializer, Immutable, Alias("journal-page`1")]
public sealed record JournalPage<T>([property: Id(0)] ImmutableArray<T> Items, [property: Id(1)] string? NextCursor);
