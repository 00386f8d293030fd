namespace TradingBot.Tests.System.Operation;

/// <summary>A crash of the process says what has happened, and no secret.</summary>
public sealed class CrashReportTests : IDisposable
{
    private const string KeySecret = "key-secret-Zq81";
    private const string Token = "tb_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Secrets_of_settings_and_requests_are_not_in_it()
    {
        var now = _folder.PathOf("now");
        using var silo = SiloProcess.StartWith(
            [
                ("Razorpay__KeyId", "rzp_test_AbCdEfGh123456"), ("Razorpay__KeySecret", KeySecret), ("Razorpay__WebhookSecret", "webhook-secret-Kd20"),
                ("Billing__Plans__standard__Server", "50000"), ("Billing__Plans__standard__MaxSymbols", "3"), ("Billing__Plans__standard__Modes", "paper"),
                ("DOTNET_STARTUP_HOOKS", typeof(CrashReportTests).Assembly.Location), (StartupHook.When, now), (StartupHook.Message, $"refused with {KeySecret} by Bearer {Token}"),
            ],
            "--data", _folder.PathOf("data"), "--port", "0");
        await silo.ListeningAsync();

        await File.WriteAllTextAsync(now, "");

        (await silo.ExitAsync()).ShouldNotBe(0);
        silo.Output.ShouldContain("Unhandled exception: System.InvalidOperationException: refused with [redacted] by Bearer [redacted]");
        silo.Output.ShouldContain("at StartupHook.", Case.Sensitive, "where it came from");
        silo.Output.ShouldNotContain(KeySecret);
        silo.Output.ShouldNotContain(Token);
    }

    public void Dispose() => _folder.Dispose();
}
