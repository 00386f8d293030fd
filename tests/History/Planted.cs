using TradingBot.Tests.Checker;
using TradingBot.Tests.Checker.Input;

namespace TradingBot.Tests.History;

/// <summary>A history with something wrong in it.</summary>
/// <param name="History">The history.</param>
/// <param name="Subjects">The trader, and its account where the fault shows in the ledger.</param>
/// <param name="Must">What has to be found.</param>
/// <param name="May">What follows from it in some histories and not in others.</param>
internal sealed record Planted(Checker.Input.History History, string[] Subjects, string[] Must, string[] May);
