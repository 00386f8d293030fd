using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace TradingBot.Chats;

/// <summary>
/// A chat that is linked to a user: who may command in it, how far its updates are worked off, and where a dialogue stands. Key:
/// <see cref="KeyOf"/>. Nothing is stored of chats that nobody has linked.
/// </summary>
[Alias("chat")]
public interface IChatGrain : IGrainWithStringKey
{
    /// <summary>The most buttons whose meaning is kept; older ones mean nothing any more.</summary>
    const int MostButtons = 200;

    /// <summary>The most people who may command in a group.</summary>
    const int MostMembers = 50;

    /// <summary>The key of a chat: a hash, so that its id is in no key.</summary>
    static string KeyOf(long chatId)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, chatId);
        return Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
    }

    /// <summary>Begins to work off an update.</summary>
    /// <param name="epoch">Number of the caller's lease.</param>
    /// <param name="updateId">The update.</param>
    /// <param name="button">What the pressed button carries; empty for a message.</param>
    [Alias("begin")]
    Task<ChatTurn> BeginAsync(long epoch, long updateId, string button);

    /// <summary>An update is worked off. Durable: it will not be worked off again.</summary>
    /// <returns>False when another process has taken over.</returns>
    [Alias("end")]
    Task<bool> EndAsync(long epoch, long updateId, ChatDialogue? dialogue, ImmutableArray<ChatButton> newButtons);

    /// <summary>Links the chat to a user. Durable.</summary>
    [Alias("link")]
    Task LinkAsync(ChatLink link);

    /// <summary>Unlinks the chat and forgets it. Durable.</summary>
    [Alias("unlink")]
    Task UnlinkAsync();
}

/// <summary>To whom a chat belongs.</summary>
/// <param name="UserId">The user.</param>
/// <param name="IsPrivate">A chat of one person with the bot; else a group that the user has allowed.</param>
/// <param name="Members">Who may command in it.</param>
[GenerateSerializer, Immutable, Alias("chat-link")]
public sealed record ChatLink(
    [property: Id(0)] string UserId, [property: Id(1)] bool IsPrivate, [property: Id(2)] ImmutableArray<long> Members);

/// <summary>Where a dialogue stands.</summary>
/// <param name="Name">Which dialogue.</param>
/// <param name="Step">Which question is open.</param>
/// <param name="Answers">What has been answered.</param>
[GenerateSerializer, Immutable, Alias("chat-dialogue")]
public sealed record ChatDialogue(
    [property: Id(0)] string Name, [property: Id(1)] string Step, [property: Id(2)] ImmutableSortedDictionary<string, string> Answers);

/// <summary>A button under a message.</summary>
/// <param name="Token">What Telegram carries: random, at most 64 bytes.</param>
/// <param name="Action">What it means.</param>
[GenerateSerializer, Immutable, Alias("chat-button")]
public sealed record ChatButton([property: Id(0)] string Token, [property: Id(1)] string Action);

/// <summary>What to do about an update.</summary>
[GenerateSerializer, Alias("chat-verdict")]
public enum ChatVerdict
{
    /// <summary>Work it off.</summary>
    Go,

    /// <summary>Nothing: it has been worked off.</summary>
    Done,

    /// <summary>Nothing: another process has taken over.</summary>
    Superseded,
}

/// <summary>Where a chat stands when an update is worked off.</summary>
/// <param name="Verdict">What to do.</param>
/// <param name="Link">To whom the chat belongs; null for nobody.</param>
/// <param name="Dialogue">Where a dialogue stands; null for none.</param>
/// <param name="Action">What the pressed button means; empty for nothing in this chat.</param>
[GenerateSerializer, Immutable, Alias("chat-turn")]
public sealed record ChatTurn(
    [property: Id(0)] ChatVerdict Verdict, [property: Id(1)] ChatLink? Link, [property: Id(2)] ChatDialogue? Dialogue, [property: Id(3)] string Action);
