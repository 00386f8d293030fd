namespace TradingBot.Silo.Logging;

/// <summary>Stands between the service and everything that logs: no provider sees a secret that a message or an exception has in it.</summary>
internal static class RedactedLogging
{
    /// <summary>Covers all providers that have been added.</summary>
    public static void Redact(this ILoggingBuilder logging, SecretRedactor redactor)
    {
        for (var i = 0; i < logging.Services.Count; i++)
        {
            if (logging.Services[i] is { ServiceType: var type, IsKeyedService: false } provider && type == typeof(ILoggerProvider))
                logging.Services[i] = ServiceDescriptor.Singleton<ILoggerProvider>(s => new Provider(Make(s, provider), redactor));
        }
    }

    private static ILoggerProvider Make(IServiceProvider services, ServiceDescriptor provider) => (ILoggerProvider)(
        provider.ImplementationInstance ?? provider.ImplementationFactory?.Invoke(services)
        ?? ActivatorUtilities.CreateInstance(services, provider.ImplementationType!));

    private sealed class Provider(ILoggerProvider inner, SecretRedactor redactor) : ILoggerProvider, ISupportExternalScope
    {
        public ILogger CreateLogger(string categoryName) => new Logger(inner.CreateLogger(categoryName), redactor);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => (inner as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

        public void Dispose() => inner.Dispose();
    }

    private sealed class Logger(ILogger inner, SecretRedactor redactor) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!inner.IsEnabled(logLevel))
                return;
            var (text, failure) = (formatter(state, exception), exception?.ToString());
            var (safe, safeFailure) = (redactor.Redact(text), failure is null ? null : redactor.Redact(failure));
            if (ReferenceEquals(safe, text) && ReferenceEquals(safeFailure, failure))
                inner.Log(logLevel, eventId, state, exception, formatter);
            else
                inner.Log(logLevel, eventId, safe, safeFailure is null ? null : new RedactedException(safeFailure), static (message, _) => message);
        }
    }

    /// <summary>Tells of an exception whose text had a secret in it.</summary>
    private sealed class RedactedException(string text) : Exception(text)
    {
        public override string ToString() => Message;
    }
}
