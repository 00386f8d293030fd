using System.Collections;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace TradingBot.Tests;

/// <summary>Waits for what comes about by itself: asks again and again, and says what the last answer was if it never does.</summary>
public static class Poll
{
    // Long enough for a slow machine that does much else.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until the answer is enough; gives that answer.</summary>
    /// <exception cref="TimeoutException">It has not been enough within the time, 60 s by default.</exception>
    [OverloadResolutionPriority(1)]
    public static async Task<T> UntilAsync<T>(
        Func<Task<T>> ask, Func<T, bool> isEnough, TimeSpan? within = null, [CallerArgumentExpression(nameof(isEnough))] string goal = "")
    {
        var waited = Stopwatch.StartNew();
        var pause = TimeSpan.FromMilliseconds(1);
        for (var asked = 1; ; asked++)
        {
            var answer = await ask();
            if (isEnough(answer))
                return answer;
            if (waited.Elapsed > (within ?? Patience))
                throw new TimeoutException($"'{goal}' has not come about within {waited.Elapsed.TotalSeconds:0.0} s. The last of {asked} answers:\n{TextOf(answer)}");
            await Task.Delay(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <inheritdoc cref="UntilAsync{T}(Func{Task{T}}, Func{T, bool}, TimeSpan?, string)"/>
    public static Task<T> UntilAsync<T>(
        Func<T> ask, Func<T, bool> isEnough, TimeSpan? within = null, [CallerArgumentExpression(nameof(isEnough))] string goal = "") =>
        UntilAsync(() => Task.FromResult(ask()), isEnough, within, goal);

    /// <summary>Asks until it is so.</summary>
    /// <exception cref="TimeoutException">It has not been so within the time, 60 s by default.</exception>
    public static Task UntilAsync(Func<Task<bool>> isSo, TimeSpan? within = null, [CallerArgumentExpression(nameof(isSo))] string goal = "") =>
        UntilAsync(isSo, static answer => answer, within, goal);

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, TimeSpan?, string)"/>
    public static Task UntilAsync(Func<bool> isSo, TimeSpan? within = null, [CallerArgumentExpression(nameof(isSo))] string goal = "") =>
        UntilAsync(isSo, static answer => answer, within, goal);

    private static string TextOf(object? answer) => answer switch
    {
        null => "null",
        string text => text,
        JsonNode json => json.ToJsonString(),
        IEnumerable many => string.Join('\n', many.Cast<object?>().Select(TextOf)),
        _ => answer.ToString()!,
    };
}
