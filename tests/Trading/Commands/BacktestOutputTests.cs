using System.Text.Json;

namespace TradingBot.Tests.Trading.Commands;

/// <summary>Reports are written whole or not at all.</summary>
public sealed class BacktestOutputTests : BacktestCommandRun
{
    [Fact]
    public async Task An_output_that_cannot_be_written_is_named_before_the_work_begins()
    {
        var missing = Path.Combine(Folder.Root, "no", "out.json");
        (await Run($"--data {Data} {Options} --quantity 1 --json {missing}")).ShouldBe((2, "", $"error: --json: the folder of {missing} does not exist.\n"));
        (await Run($"--data {Data} {Options} --quantity 1 --html {Folder.Root}")).ShouldBe((2, "", $"error: --html: {Folder.Root} is a directory, not a file.\n"));
        (await Run($"--data {Data} {Options} --quantity 1 --json {Data}")).ShouldBe((2, "", $"error: --json and --data are the same file, {TextOf(Data)}.\n"));
        (await Run($"--data {Data} {Options} --quantity 1 --json {Folder.PathOf("x")} --html {Folder.PathOf("x")}")).Exit.ShouldBe(2);
        (await Run($"--data {Data} {Options} --quantity 1 --json /proc/out.json")).Exit.ShouldBe(2);
        Folder.Files.ShouldBe(["candles.csv"]);

        static string TextOf(string path) => path.Length > 48 ? path[..48] + "…" : path;
    }

    [Fact]
    public async Task A_full_disk_is_an_error_and_the_old_report_stays()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "/dev/full is Linux's.");

        var (exit, _, error) = await Run($"--data {Data} {Options} --quantity 1 --json /dev/full");

        exit.ShouldBe(1);
        error.ShouldStartWith("error: --json: /dev/full cannot be written: ");
    }

    [Fact]
    public async Task A_report_replaces_the_one_before_and_leaves_no_other_files()
    {
        var json = Folder.Write("out.json", new string('x', 100_000));

        await Run($"--data {Data} {Options} --quantity 1 --json {json}");

        JsonDocument.Parse(await File.ReadAllTextAsync(json)).Dispose();
        Folder.Files.ShouldBe(["candles.csv", "out.json"]);
    }

    [Fact]
    public async Task A_cancelled_run_writes_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var (exit, _, error) = await Run($"--data {Data} {Options} --quantity 1 --json {Folder.PathOf("out.json")}", cancelled.Token);

        (exit, error).ShouldBe((130, "cancelled; nothing was written\n"));
        Folder.Files.ShouldBe(["candles.csv"]);
    }
}
