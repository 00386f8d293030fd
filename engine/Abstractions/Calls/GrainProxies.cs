using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace TradingBot.Engine.Calls;

/// <summary>The generated proxies of all loaded assemblies; module initializers fill it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GrainProxies
{
    private static readonly ConcurrentDictionary<Type, Func<GrainProxy>> Factories = new();

    /// <summary>Registers the proxy of a grain interface; called by generated code.</summary>
    public static void Register(Type grainInterface, Func<GrainProxy> create) => Factories[grainInterface] = create;

    /// <exception cref="ArgumentException">No proxy has been generated for the interface.</exception>
    internal static Func<GrainProxy> Of(Type grainInterface)
    {
        if (!Factories.TryGetValue(grainInterface, out var create))
        {
            // A module initializer runs with the module's first code, and an interface alone has none.
            RuntimeHelpers.RunModuleConstructor(grainInterface.Module.ModuleHandle);
            if (!Factories.TryGetValue(grainInterface, out create))
            {
                throw new ArgumentException(
                    $"{grainInterface} has no generated proxy: it must derive from IGrainWithStringKey, and its project must run TradingBot.Engine.CodeGenerator.",
                    nameof(grainInterface));
            }
        }

        return create;
    }
}
