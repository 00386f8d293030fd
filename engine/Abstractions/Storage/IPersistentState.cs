using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A stored record that a grain's constructor takes, marked with <see cref="PersistentStateAttribute"/>.</summary>
/// <typeparam name="TState">The value's type: serialized with System.Text.Json here.</typeparam>
public interface IPersistentState<TState> : IStorage<TState>;
