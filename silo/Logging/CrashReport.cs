namespace TradingBot.Silo.Logging;

/// <summary>
/// What is printed when an exception ends the process. The runtime would print the exception as it is, secrets in its message with it; here
/// it goes through the same filter as the log, and the process ends before the runtime's turn.
/// </summary>
internal static class CrashReport
{
    private static volatile SecretRedactor s_redactor = new([]);

    /// <summary>From now on unhandled exceptions are printed here.</summary>
    public static void Install() => AppDomain.CurrentDomain.UnhandledException += static (_, crash) =>
        Environment.FailFast(s_redactor.Redact($"Unhandled exception: {crash.ExceptionObject}"));

    /// <summary>Also without these secrets.</summary>
    public static void Use(SecretRedactor redactor) => s_redactor = redactor;
}
