using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;

namespace TradingBot.Tests.Engine.Grains;

/// <summary>Inherited by the grain interfaces, to see that proxies include it.</summary>
public interface IIdentityGrain : IGrainWithStringKey
{
    Task<Guid> ActivationId();

    Task<string> Identity();
}

/// <summary>Methods for the behaviour of calls.</summary>
public interface ICallMethods : IIdentityGrain
{
    Task<int> Add(int number);

    ValueTask<int> AddQuickly(int number);

    ValueTask NoteQuickly(string what);

    /// <summary>Notes begin and end, with an open gate between.</summary>
    Task WaitAt(string gate);

    [AlwaysInterleave]
    Task Beside(string what);

    [ReadOnly]
    Task ReadAt(string gate);

    [OneWay]
    Task NoteOneWay(string what, string gate);

    [OneWay]
    Task FailOneWay();

    [ResponseTimeout("00:00:05")]
    Task WaitFiveSecondsAt(string gate);

    Task Note(string what);

    Task YieldAndCount(int times);

    Task FailAtOnce(string message);

    Task FailLater(string message);

    Task<int> Cancelled();

    Task WaitForCancellation(CancellationToken cancellationToken);

    Task CallMeBack(string otherKey);

    Task CallTo(string otherKey);

    Task<string> Schedulers();

    /// <summary>The thread that runs a continuation of a task that somebody else completes.</summary>
    Task<int> ThreadAfter(string task);

    Task<object?> ContextValue(string name);

    Task<object?> ContextValueOf(string otherKey, string name);

    Task SetContextValue(string name, string value);

    Task<Payload> Echo(Payload payload, Guid id, ImmutableArray<int> numbers, string? maybe, Money? money);

    Task Deactivate();

    Task<string> SelfReference();
}

/// <summary>A grain that takes one call at a time.</summary>
public interface ICallGrain : ICallMethods;

/// <summary>A grain whose calls interleave.</summary>
public interface IReentrantCallGrain : ICallMethods;

/// <summary>A message with what messages have.</summary>
[GenerateSerializer, Immutable]
public sealed record Payload(
    [property: Id(0)] string? Text,
    [property: Id(1)] ImmutableArray<Money> Amounts,
    [property: Id(2)] Guid Id,
    [property: Id(3)] string? Maybe,
    [property: Id(4)] Money? Extra);

[GenerateSerializer, Immutable]
public readonly record struct Money([property: Id(0)] decimal Amount, [property: Id(1)] string Currency);
