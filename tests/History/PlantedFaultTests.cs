using TradingBot.Tests.Checker;
using TradingBot.Tests.Trading;

namespace TradingBot.Tests.History;

/// <summary>Each kind of fault is found by its name in whatever history it is planted, and nothing else is found.</summary>
public sealed class PlantedFaultTests(ITestOutputHelper output)
{
    public static TheoryData<string> Faults => [.. PlantedFaults.All.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void It_is_found_and_nothing_else_is(string fault)
    {
        var planted = 0;
        Properties.Hold(CleanHistoryTests.Runs, 400, run =>
        {
            if (PlantedFaults.All[fault](run.Make(), new(run.Seed)) is not { } bad)
                return;
            planted++;
            var findings = HistoryChecker.Check(bad.History);
            var found = findings.Select(static f => f.Invariant).Distinct().ToList();
            bad.Must.Except(found).ShouldBeEmpty($"not found; found was\n{string.Join('\n', findings)}");
            found.Except(bad.Must).Except(bad.May).ShouldBeEmpty($"found too much:\n{string.Join('\n', findings)}");
            findings.Select(static f => f.Subject).Except(bad.Subjects).ShouldBeEmpty("somebody else is accused");
        });
        output.WriteLine($"planted in {planted} histories");
        planted.ShouldBeGreaterThan(50);
    }
}
