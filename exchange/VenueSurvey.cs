using System.Collections.Immutable;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange;

/// <summary>What is at a venue on one symbol of an account, whoever has put it there.</summary>
/// <param name="Own">Numbers of the trader's intents whose orders are open.</param>
/// <param name="Foreign">The other open orders.</param>
/// <param name="Holding">
/// The base that the account has; on USDⓈ-M the position, below zero for a short one. Null when it was not asked for, or is not known now.
/// </param>
public sealed record VenueSurvey(ImmutableArray<long> Own, ImmutableArray<ForeignOrder> Foreign, Fixed8? Holding);
