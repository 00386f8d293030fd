namespace Orleans.Streams;

/// <summary>Resumption with delegates instead of an observer object.</summary>
public static class StreamSubscriptionHandleExtensions
{
    /// <inheritdoc cref="StreamSubscriptionHandle{T}.ResumeAsync"/>
    public static Task<StreamSubscriptionHandle<T>> ResumeAsync<T>(
        this StreamSubscriptionHandle<T> handle, Func<T, StreamSequenceToken?, Task> onNextAsync, StreamSequenceToken? token = null) =>
        handle.ResumeAsync(new DelegateObserver<T>(onNextAsync, null), token);
}
