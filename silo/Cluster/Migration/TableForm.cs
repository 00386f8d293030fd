namespace TradingBot.Silo.Cluster.Migration;

/// <summary>A table as one of the two databases has it, and the way to the form that both have.</summary>
/// <param name="Name">What is in it.</param>
/// <param name="Select">Reads it.</param>
/// <param name="ToCommon">From what is read to the common form; also what is summed.</param>
/// <param name="Insert">Writes a row of <c>@p0</c>, <c>@p1</c> and so on, each a text.</param>
/// <param name="ToOwn">From the common form to what is written.</param>
internal sealed record TableForm(string Name, string Select, Func<string?[], string?[]> ToCommon, string Insert, Func<string?[], string?[]> ToOwn);
