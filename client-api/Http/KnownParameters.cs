using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace TradingBot.ClientApi.Http;

/// <summary>Refuses query parameters that an endpoint does not have: a misspelt filter would show more than was asked for.</summary>
internal static class KnownParameters
{
    public static RouteGroupBuilder RefuseUnknownParameters(this RouteGroupBuilder group)
    {
        group.AddEndpointFilterFactory((factory, next) =>
        {
            var known = factory.MethodInfo.GetParameters().SelectMany(NamesOf).Order(StringComparer.Ordinal).ToArray();
            return async invocation =>
            {
                var unknown = invocation.HttpContext.Request.Query.Keys.Where(k => !known.Contains(k, StringComparer.Ordinal)).ToList();
                if (unknown.Count == 0)
                    return await next(invocation);
                var hint = known.Length == 0 ? "this address has none" : $"known are {string.Join(", ", known)}";
                throw RequestException.Invalid([.. unknown.Select(u => new ValidationError(u, $"is not a parameter here; {hint}."))]);
            };
        });
        return group;
    }

    private static IEnumerable<string> NamesOf(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<AsParametersAttribute>() is not null
            ? parameter.ParameterType.GetProperties().Where(p => p.GetCustomAttribute<FromQueryAttribute>() is not null).Select(p => p.GetCustomAttribute<FromQueryAttribute>()!.Name!)
            : parameter.GetCustomAttribute<FromQueryAttribute>() is { Name: { } name } ? [name] : [];
}
