using System.Text.Json;
using Microsoft.Data.Sqlite;
using TradingBot.Tests.Checker;
using TradingBot.Tests.Checker.Input;

// 0: nothing found. 1: something found. 2: the run cannot be read.
if (args is not [var folder])
{
    await Console.Error.WriteLineAsync($"usage: checker FOLDER, with {RunFolder.Log}, {RunFolder.State}, {RunFolder.SpotInfo}, {RunFolder.UsdmInfo}, {RunFolder.Notes}, {RunFolder.Database}");
    return 2;
}

try
{
    var history = await RunFolder.ReadAsync(folder);
    var findings = HistoryChecker.Check(history);
    Report.Write(history, findings, Console.Out);
    return findings.Count == 0 ? 0 : 1;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or SqliteException)
{
    await Console.Error.WriteLineAsync($"error: {e.Message}");
    return 2;
}
