namespace TradingBot.Payments;

/// <summary>An answer of a payment provider.</summary>
/// <typeparam name="T">What is answered.</typeparam>
/// <param name="Value">The answer; null when there is an error.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
public sealed record PaymentResult<T>(T? Value, PaymentError? Error)
    where T : class;

/// <summary>What went wrong.</summary>
/// <param name="Failure">In which way.</param>
/// <param name="Message">In words, without secrets or personal details.</param>
public sealed record PaymentError(PaymentFailure Failure, string Message);
