using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using TradingBot.ClientApi.Http;
using TradingBot.Secrets;

namespace TradingBot.ClientApi.MasterKey;

/// <summary><c>/admin/master-key</c>: what seals all stored keys.</summary>
internal static class MasterKeyApi
{
    public static void MapMasterKey(this IEndpointRouteBuilder routes) =>
        routes.MapAdminApi("/admin/master-key", "Service").MapPost("/rotate", RotateAsync)
            .Describe("rotateMasterKey", "Seals every user's data key by a new master key, while the service runs.")
            .WithMetadata(new DisableRequestTimeoutAttribute());

    // Not ended by a client that leaves: what has begun is finished.
    private static async Task<Ok<MasterKeyResponse>> RotateAsync(IMasterKeyRotation rotation) =>
        TypedResults.Ok(MasterKeyResponse.From(await rotation.RotateAsync(CancellationToken.None)));
}

/// <summary>What a rotation has done.</summary>
/// <param name="Users">Users there are.</param>
/// <param name="Resealed">Data keys that another master key had sealed.</param>
/// <param name="MadeKey">Whether the master key is a new one, made now; else it is the one that the settings name.</param>
public sealed record MasterKeyResponse(int Users, int Resealed, bool MadeKey)
{
    public static MasterKeyResponse From(MasterKeyRotated r) => new(r.Users, r.Resealed, r.MadeKey);
}
