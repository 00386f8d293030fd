using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using TradingBot.Engine.Calls;
using TradingBot.Engine.Storage;

namespace TradingBot.Engine.Activation;

/// <summary>A grain class: how its objects are made, and which of them are in memory.</summary>
internal sealed class GrainClass : IGrainRoute
{
    private readonly ConcurrentDictionary<string, GrainActivation> _activations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, Func<GrainProxy>> _proxies = new();
    private readonly GrainType _grainType;
    private readonly ObjectFactory _create;
    private readonly Func<GrainActivation, object>[] _arguments;
    private long _endedCalls;

    /// <exception cref="InvalidOperationException">The class cannot be used as a grain.</exception>
    public GrainClass(GrainEngine engine, Type type)
    {
        (Engine, Type) = (engine, type);
        Reentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        KeepAlive = type.IsDefined(typeof(KeepAliveAttribute), inherit: true);
        Name = type.GetCustomAttribute<GrainTypeAttribute>()?.Name ?? ConventionalName(type);
        _grainType = GrainType.Create(Name);

        var constructors = type.GetConstructors();
        if (constructors.Length != 1)
            throw new InvalidOperationException($"Grain class {type} has {constructors.Length} public constructors; it must have one.");
        var own = constructors[0].GetParameters().Select(Argument).Where(argument => argument.Type is not null).ToArray();
        _create = ActivatorUtilities.CreateFactory(type, own.Select(argument => argument.Type!).ToArray());
        _arguments = own.Select(argument => argument.Make!).ToArray();
    }

    public GrainEngine Engine { get; }

    public Type Type { get; }

    /// <summary>The grain type: the class's name in identities and storage.</summary>
    public string Name { get; }

    public bool Reentrant { get; }

    public bool KeepAlive { get; }

    public IEnumerable<GrainActivation> Activations => _activations.Select(static pair => pair.Value);

    public int ActivationCount => _activations.Count;

    public long EndedCalls => Interlocked.Read(ref _endedCalls);

    public GrainId IdOf(string key) => GrainId.Create(_grainType, key);

    /// <summary>A reference to a grain of this class; of any of its interfaces when none is asked for.</summary>
    public GrainReference Refer(Type? grainInterface, string key)
    {
        grainInterface ??= Type.GetInterfaces().First(static type => type.IsAssignableTo(typeof(IGrain)));
        return _proxies.GetOrAdd(grainInterface, ProxyOf, this)().Bind(this, key);
    }

    public Task Send(string key, GrainRequest request, ref CallTarget? target)
    {
        while (true)
        {
            if (!Engine.Accepts(out var refusal))
                return request.Failed(refusal);
            var activation = _activations.GetOrAdd(key, static (key, grainClass) => new(grainClass, key), this);
            if (activation.TrySend(request) is { } task)
            {
                target = activation;
                return task;
            }

            // It is ending at this moment; whoever is first takes it out.
            Remove(activation, 0);
        }
    }

    public void Remove(GrainActivation activation, long calls)
    {
        Interlocked.Add(ref _endedCalls, calls);
        _activations.TryRemove(new(activation.Key, activation));
    }

    public void Replace(GrainActivation ended, GrainActivation successor, long calls)
    {
        Interlocked.Add(ref _endedCalls, calls);
        _activations[ended.Key] = successor;
    }

    public object Build(GrainActivation activation, out IGrainRecord[] records)
    {
        var arguments = Array.ConvertAll(_arguments, make => make(activation));
        records = arguments.OfType<IGrainRecord>().ToArray();
        return _create(activation.ActivationServices, arguments);
    }

    private static Func<GrainProxy> ProxyOf(Type grainInterface, GrainClass grainClass) =>
        grainInterface.IsAssignableFrom(grainClass.Type)
            ? GrainProxies.Of(grainInterface)
            : throw new InvalidCastException($"Grain class {grainClass.Type} does not implement {grainInterface}.");

    // The name that Orleans gives, so that a move between the engines keeps identities.
    private static string ConventionalName(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name;
    }

    /// <summary>How to make a constructor's argument that concerns the activation; nothing for services.</summary>
    private (Type? Type, Func<GrainActivation, object>? Make) Argument(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(IGrainContext))
            return (parameter.ParameterType, static activation => activation);
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is not { } attribute)
            return default;
        if (!parameter.ParameterType.IsGenericType || parameter.ParameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            throw new InvalidOperationException($"Parameter '{parameter.Name}' of {Type} has [PersistentState] and is not an IPersistentState<T>.");
        var state = typeof(PersistentState<>).MakeGenericType(parameter.ParameterType.GenericTypeArguments);
        var make = ConstructorInvoker.Create(state.GetConstructors()[0]);
        return (parameter.ParameterType, activation => make.Invoke(Engine.Store, Engine.StateJson, activation, attribute.StateName));
    }
}
