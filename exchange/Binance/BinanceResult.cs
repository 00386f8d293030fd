using System.Diagnostics.CodeAnalysis;

namespace TradingBot.Exchange.Binance;

/// <summary>What a request gave: a value or a failure.</summary>
/// <typeparam name="T">The value.</typeparam>
/// <param name="Value">The value of a request that succeeded.</param>
/// <param name="Error">Why it failed; null when it succeeded.</param>
public readonly record struct BinanceResult<T>(T? Value, BinanceError? Error)
{
    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Error is null;

    /// <summary>The value.</summary>
    /// <exception cref="BinanceException">The request failed.</exception>
    public T OrThrow() => IsOk ? Value : throw new BinanceException(Error);

    internal BinanceResult<TOther> Then<TOther>(Func<T, TOther> map) => IsOk ? new(map(Value), null) : new(default, Error);
}
