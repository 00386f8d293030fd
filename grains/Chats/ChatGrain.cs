using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using TradingBot.Chats;
using TradingBot.Grains.Storage;

namespace TradingBot.Grains.Chats;

/// <summary>Remembers a chat.</summary>
public sealed class ChatGrain([PersistentState("chat", "grains")] IPersistentState<ChatState> state, TimeProvider time) : StoredGrain<ChatState>(state), IChatGrain
{
    // For so long Telegram keeps updates. After a week without any it may begin anew with lower numbers.
    private static readonly TimeSpan Repeated = TimeSpan.FromDays(2);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<ChatTurn> BeginAsync(long epoch, long updateId, string button)
    {
        var verdict = epoch < State.Epoch ? ChatVerdict.Superseded
            : updateId <= State.LastUpdate && Now - State.LastAt < Repeated.TotalMilliseconds ? ChatVerdict.Done
            : ChatVerdict.Go;
        State.Epoch = Math.Max(State.Epoch, epoch);
        var action = button.Length == 0 ? "" : State.Buttons.Find(b => b.Token == button)?.Action ?? "";
        return Task.FromResult(new ChatTurn(verdict, State.Link, State.Dialogue, action));
    }

    public async Task<bool> EndAsync(long epoch, long updateId, ChatDialogue? dialogue, ImmutableArray<ChatButton> newButtons)
    {
        if (epoch < State.Epoch)
            return false;
        (State.LastUpdate, State.LastAt, State.Dialogue) = (updateId, Now, dialogue);
        State.Buttons.AddRange(newButtons);
        State.Buttons.RemoveRange(0, Math.Max(0, State.Buttons.Count - IChatGrain.MostButtons));
        await SaveAsync();
        return true;
    }

    public Task LinkAsync(ChatLink link)
    {
        if (link.UserId != State.Link?.UserId)
        {
            State.Dialogue = null;
            State.Buttons.Clear();
        }

        State.Link = link;
        return SaveAsync();
    }

    public Task UnlinkAsync() => ClearAsync();
}

/// <summary>The durable state of a chat.</summary>
public sealed class ChatState
{
    /// <summary>To whom it belongs.</summary>
    public ChatLink? Link { get; set; }

    /// <summary>The highest lease that has worked for the chat.</summary>
    public long Epoch { get; set; }

    /// <summary>The last update that is worked off.</summary>
    public long LastUpdate { get; set; }

    /// <summary>When that was, milliseconds UTC.</summary>
    public long LastAt { get; set; }

    /// <summary>Where a dialogue stands.</summary>
    public ChatDialogue? Dialogue { get; set; }

    /// <summary>The last buttons, oldest first.</summary>
    public List<ChatButton> Buttons { get; init; } = [];
}
