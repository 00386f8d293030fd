namespace TradingBot.Tests.Trading.StateMachine;

internal enum Happening
{
    Move,
    Close,
    Deliver,
    Fault,
    Settle,
    Flatten,
    Pause,
    Resume,
    Stop,
    Resize,
    EndedByVenue,
    Crash,
}

/// <summary>One thing that happens; what A to D mean depends on it.</summary>
internal sealed record Input(Happening Kind, int A, int B, int C, int D);
