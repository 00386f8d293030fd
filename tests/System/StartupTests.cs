using System.Net;
using System.Net.Sockets;

namespace TradingBot.Tests.System;

/// <summary>What cannot be started says why in one line, and changes nothing.</summary>
public sealed class StartupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("--port 99999", "Http:Port is 99999; it must be 0 to 65535.")]
    [InlineData("--port abc", "'abc' at 'Http:Port'")]
    [InlineData("--Http:Bind=everywhere", "Http:Bind is 'everywhere', which is not an IP address.")]
    [InlineData("--prot 1", "there is no setting 'prot'; the nearest is ")]
    [InlineData("--MarketData:Sped=3", "there is no setting 'MarketData:Sped'; the nearest is MarketData:Speed. All are in docs/settings.md.")]
    [InlineData("--MarketData:Speed", "--MarketData:Speed has no value")]
    [InlineData("--MarketData:Speed=-1", "MarketData:Speed is -1; it must be 0 (as fast as possible) to 1000000.")]
    [InlineData("--MarketData:Source=moon", "MarketData:Source is 'moon'; use binance, replay, simulated.")]
    [InlineData("--MarketData:Source=replay", "MarketData:Replay:Path is missing")]
    [InlineData("--MarketData:Source=replay --MarketData:Replay:Path=/no/such.csv", "MarketData:Replay:Path is '/no/such.csv', which does not exist.")]
    [InlineData("--Paper:StartBalance=1e30", "'1e30' is not a decimal number of at most 8 decimals")]
    [InlineData("--Paper:StartBalance=0", "Paper:StartBalance is 0; it must be above zero.")]
    [InlineData("--Paper:SpotFee=1", "Paper:SpotFee is 1; it must be at least 0 and below 1.")]
    [InlineData("--Paper:Simulation:Slippage=0.2", "Paper:Simulation:Slippage is 0.2; it must be 0 to 0.1.")]
    [InlineData("--Paper:Simulation:MaxVolumeShare=2", "Paper:Simulation:MaxVolumeShare is 2; it must be 0 (no limit) to 1.")]
    [InlineData("--Secrets:MasterKey=sesame", "Secrets:MasterKey is a secret; set it by the environment variable Secrets__MasterKey.")]
    [InlineData("--Secrets:OtherMasterKey sesame", "Secrets:OtherMasterKey is a secret; set it by the environment variable Secrets__OtherMasterKey.")]
    [InlineData("--Secrets:MasterKeyFile=/no/such.key", "Secrets:MasterKeyFile is '/no/such.key', which does not exist.")]
    [InlineData("--Trading:AllowLive=perhaps", "'perhaps' at 'Trading:AllowLive'")]
    [InlineData("--Journal:EventsKept=1999", "Journal:EventsKept is 1999; it must be 2000 to 100000000.")]
    [InlineData("--Journal:ConnectionString=Hots=x;Password=sesame", "Journal:ConnectionString is not one of PostgreSQL")]
    [InlineData("--Journal:ConnectionString=Password=sesame", "Host is missing")]
    [InlineData("now", "'now' is not an option")]
    public async Task An_impossible_option_is_named(string arguments, string expected)
    {
        using var silo = SiloProcess.Start(["--data", _folder.PathOf("data"), .. arguments.Split(' ')]);

        (await silo.ExitAsync()).ShouldBe(2, silo.Output);
        silo.Output.ShouldStartWith("error: ");
        silo.Output.ShouldContain(expected);
        silo.Output.ShouldNotContain("\n");
        silo.Output.ShouldNotContain("sesame");
        _folder.Files.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Secrets__MasterKey", "c2hvcnQ=", "Secrets:MasterKey holds 5 bytes; it must be 32")]
    [InlineData("Secrets__MasterKey", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "Secrets:MasterKey is weak")]
    [InlineData("Secrets__OtherMasterKey", "c2VzYW1lIHNlc2FtZSBzZXNhbWUgc2VzYW1lIHNlc2E=", "Secrets:OtherMasterKey is weak")]
    public async Task A_master_key_that_is_none_is_refused_and_not_repeated(string variable, string value, string expected)
    {
        using var silo = SiloProcess.StartWith([(variable, value)], "--data", _folder.PathOf("data"), "--port", "0");

        (await silo.ExitAsync()).ShouldBe(2, silo.Output);
        silo.Output.ShouldStartWith($"error: {expected}");
        silo.Output.ShouldNotContain(value);
        _folder.Files.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("this is a letter, not a database", "is damaged or not a database")]
    [InlineData("", "grains.db")]
    public async Task A_file_that_is_not_the_database_is_left_alone(string content, string expected)
    {
        // An empty file is what a database begins as, and is taken.
        var database = _folder.Write("grains.db", content);
        using var silo = SiloProcess.Start("--data", _folder.Root, "--port", "0");
        if (content.Length == 0)
        {
            await silo.ListeningAsync();
            (await silo.InterruptAsync()).ShouldBe(0, silo.Output);
            return;
        }

        (await silo.ExitAsync()).ShouldBe(1, silo.Output);
        silo.Output.ShouldStartWith("error: The database ");
        silo.Output.ShouldContain(expected);
        (await File.ReadAllTextAsync(database)).ShouldBe(content);
    }

    [Fact]
    public async Task A_damaged_database_is_left_alone()
    {
        using (var first = SiloProcess.Start("--data", _folder.Root, "--port", "0"))
        {
            await first.ListeningAsync();
            await first.InterruptAsync();
        }

        var database = _folder.PathOf("grains.db");
        var bytes = await File.ReadAllBytesAsync(database);
        new Random(1).NextBytes(bytes.AsSpan(4_096, 8_000));
        await File.WriteAllBytesAsync(database, bytes);
        using var silo = SiloProcess.Start("--data", _folder.Root, "--port", "0");

        (await silo.ExitAsync()).ShouldBe(1, silo.Output);
        silo.Output.ShouldContain("is damaged");
        (await File.ReadAllBytesAsync(database)).ShouldBe(bytes);
    }

    [Fact]
    public async Task The_master_key_is_made_at_the_first_start_and_no_other_opens_the_folder()
    {
        var file = _folder.PathOf("master.key");
        await RunAsync();
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var key = await File.ReadAllTextAsync(file);
        await RunAsync();
        (await File.ReadAllTextAsync(file)).ShouldBe(key);

        File.Delete(file);
        using (var missing = SiloProcess.Start("--data", _folder.Root, "--port", "0"))
        {
            (await missing.ExitAsync()).ShouldBe(1, missing.Output);
            missing.Output.ShouldStartWith("error: The master key is missing");
            missing.Output.ShouldNotContain("\n");
        }

        File.Exists(file).ShouldBeFalse("a new key would hide that the old one is lost");
        await File.WriteAllTextAsync(file, TradingBot.Exchange.Secrets.MasterKey.Create().Export());
        using (var wrong = SiloProcess.Start("--data", _folder.Root, "--port", "0"))
        {
            (await wrong.ExitAsync()).ShouldBe(1, wrong.Output);
            wrong.Output.ShouldBe("error: The master key is not the one that has sealed the stored keys; start with that one.");
        }

        await File.WriteAllTextAsync(file, key);
        await RunAsync();

        async Task RunAsync()
        {
            using var silo = SiloProcess.Start("--data", _folder.Root, "--port", "0");
            await silo.ListeningAsync();
            (await silo.InterruptAsync()).ShouldBe(0, silo.Output);
        }
    }

    [Fact]
    public async Task Ctrl_C_ends_it_in_order()
    {
        var status = File.Exists("/proc/self/status") ? await File.ReadAllLinesAsync("/proc/self/status") : [];
        var ignored = Array.Find(status, static l => l.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } mask
            && (Convert.ToUInt64(mask["SigIgn:".Length..].Trim(), 16) & 2) != 0;
        Assert.SkipWhen(ignored, "The tests were started in the background, where Ctrl-C is ignored.");
        using var silo = SiloProcess.Start("--data", _folder.Root, "--port", "0");
        await silo.ListeningAsync();
        (await silo.InterruptAsync("INT")).ShouldBe(0, silo.Output);
    }

    [Fact]
    public async Task A_folder_in_use_is_not_shared()
    {
        using var first = SiloProcess.Start("--data", _folder.Root, "--port", "0");
        await first.ListeningAsync();
        using var second = SiloProcess.Start("--data", _folder.Root, "--port", "0");

        (await second.ExitAsync()).ShouldBe(1, second.Output);
        second.Output.ShouldContain("is in use by process");
        (await first.InterruptAsync()).ShouldBe(0, first.Output);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        var file = _folder.Write("file", "x");
        using var silo = SiloProcess.Start("--data", Path.Combine(file, "data"), "--port", "0");

        (await silo.ExitAsync()).ShouldBe(1, silo.Output);
        silo.Output.ShouldStartWith("error: The data folder ");
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_named()
    {
        using var silo = SiloProcess.Start(
            "--data", _folder.PathOf("data"), "--port", "0", "--Journal:ConnectionString=Host=127.0.0.1;Port=1;Username=bot;Password=sesame;Timeout=5");

        (await silo.ExitAsync()).ShouldBe(1, silo.Output);
        silo.Output.ShouldStartWith("error: The journal's database cannot be used: Failed to connect to 127.0.0.1:1");
        silo.Output.ShouldNotContain("sesame");
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var silo = SiloProcess.Start("--data", _folder.PathOf("data"), "--port", port.ToString());

        (await silo.ExitAsync()).ShouldBe(1, silo.Output);
        silo.Output.ShouldContain($"127.0.0.1:{port}: address already in use");
    }

    [Fact]
    public async Task A_wrong_line_of_a_recording_is_named()
    {
        var csv = _folder.Write("BTCUSDT-spot-1m-2024.csv", "open_time,open,high,low,close,volume\n0,1,2,1,1,1\n60000,1,2,3,1,1\n");
        using var silo = SiloProcess.Start(
            "--demo", "--data", _folder.PathOf("data"), "--port", "0", "--MarketData:Source=replay", $"--MarketData:Replay:Path={csv}");

        (await silo.ExitAsync()).ShouldBe(1, silo.Output);
        silo.Output.ShouldContain("line 3");
    }

    public void Dispose() => _folder.Dispose();
}
