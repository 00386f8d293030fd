using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Chats;
using TradingBot.ClientApi.Telegram.Conversations;

namespace TradingBot.ClientApi.Telegram.Updates;

/// <summary>Works updates off: those of one chat one after the other, those of different chats beside each other.</summary>
internal sealed class UpdateWorker(IClusterClient grains, Conversation conversation, TelegramOptions options, TimeProvider time, ILogger<UpdateWorker> logger)
{
    private const int Batch = 200;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>Works until it is cancelled, or another process has taken over.</summary>
    public async Task RunAsync(long epoch, CancellationToken cancellationToken)
    {
        var inbox = grains.GetGrain<ITelegramInboxGrain>(options.BotId);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var shift = new Shift(this, epoch, inbox, over);
        var after = 0L;
        while (!over.IsCancellationRequested)
        {
            try
            {
                foreach (var item in await inbox.WaitAsync(after, Batch).WaitAsync(over.Token))
                {
                    after = item.Arrival;
                    shift.Add(item);
                }
            }
            catch (Exception e) when (!over.IsCancellationRequested)
            {
                logger.LogWarning(e, "The inbox of updates does not answer");
                await Task.Delay(Again, time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await shift.EndAsync();
    }

    // The time from one taking of the lease to its end.
    private sealed class Shift(UpdateWorker worker, long epoch, ITelegramInboxGrain inbox, CancellationTokenSource over)
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<long, (Queue<InboxItem> Queue, Task Work)> _chats = [];

        public void Add(InboxItem item)
        {
            lock (_gate)
            {
                if (_chats.TryGetValue(item.Update.ChatId, out var chat))
                {
                    chat.Queue.Enqueue(item);
                    return;
                }

                var queue = new Queue<InboxItem>([item]);
                _chats.Add(item.Update.ChatId, (queue, Task.Run(() => WorkAsync(item.Update.ChatId, queue))));
            }
        }

        public Task EndAsync()
        {
            lock (_gate)
                return Task.WhenAll(_chats.Values.Select(static c => c.Work).ToList());
        }

        private async Task WorkAsync(long chatId, Queue<InboxItem> queue)
        {
            while (true)
            {
                InboxItem item;
                lock (_gate)
                {
                    if (over.IsCancellationRequested || !queue.TryPeek(out item!))
                    {
                        _chats.Remove(chatId);
                        return;
                    }
                }

                await TakeAsync(item, queue);
            }
        }

        private async Task TakeAsync(InboxItem item, Queue<InboxItem> queue)
        {
            try
            {
                if (!await worker.Conversation.TakeAsync(epoch, item.Update, over.Token))
                {
                    worker.Logger.LogInformation("Another process works for this bot now");
                    await over.CancelAsync();
                    return;
                }

                await inbox.DoneAsync(item.Arrival);
                lock (_gate)
                    queue.Dequeue();
            }
            catch (Exception e) when (!over.IsCancellationRequested)
            {
                // Nothing was noted as done: it is tried again, before those behind it.
                worker.Logger.LogWarning(e, "An update could not be worked off; it is tried again");
                await Task.Delay(Again, worker.Time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e)
            {
                worker.Logger.LogDebug(e, "An update is left to the next owner of the bot");
            }
        }
    }

    private Conversation Conversation => conversation;

    private ILogger Logger => logger;

    private TimeProvider Time => time;
}
