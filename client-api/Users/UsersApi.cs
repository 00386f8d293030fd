using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Accounts;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Audit;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Idempotency;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Users;

/// <summary><c>/users</c>: who uses the service. For administrators.</summary>
internal static class UsersApi
{
    private const string FirstToken = "first";

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapAdminApi("/users", "Users").IsAboutUserOfPath();
        users.MapGet("", ListAsync).Describe("listUsers", "Lists users in the order of their ids.");
        users.MapPost("", CreateAsync).Describe("createUser", "Makes a user and gives the user's first token, once.", 409).AuditsBody().TellsSecret();
        users.MapGet("/{id}", GetAsync).Describe("getUser", "Shows a user.", 404);
        users.MapPost("/{id}/suspend", SuspendAsync).Describe(
            "suspendUser", "Lets a user in no more; the user's traders make no entries, positions are managed to their exit.", 404, 409);
        users.MapPost("/{id}/restore", RestoreAsync).Describe("restoreUser", "Lets a suspended user in again.", 404);
        users.MapPut("/{id}/role", SetRoleAsync).Describe(
            "setUserRole", "Makes a user trader, operator or administrator, from the next request on.", 404, 409).AuditsBody();
        users.MapDelete("/{id}", DeleteAsync).Describe(
            "deleteUser", "Deletes a user without open positions: tokens, exchange keys and customer details are destroyed, records stay under the id.", 404, 409);
    }

    private static async Task<Ok<Page<UserResponse>>> ListAsync([AsParameters] PageQuery query, IClusterClient grains)
    {
        var (limit, after) = query.Read();
        var ids = await grains.GetGrain<IUserDirectoryGrain>(IUserDirectoryGrain.Key).ListAsync(after, limit + 1);
        var profiles = await Task.WhenAll(ids.Take(limit).Select(id => grains.GetGrain<IUserGrain>(id).GetProfileAsync()));
        return TypedResults.Ok(new Page<UserResponse>(
            [.. profiles.OfType<UserProfile>().Select(UserResponse.From)], ids.Length > limit ? Cursor.Of(ids[limit - 1]) : null));
    }

    private static async Task<Created<NewUserResponse>> CreateAsync(JsonBody<UserRequest> body, IClusterClient grains, TimeProvider time)
    {
        var id = ReadId(body.Value.Id);
        return await grains.GetGrain<IUserGrain>(id).CreateAsync(body.Value.Role ?? UserRole.Trader)
            ? await WelcomeAsync(id, grains, time)
            : throw Taken(id);
    }

    private static async Task<Ok<UserResponse>> GetAsync(string id, IClusterClient grains) =>
        TypedResults.Ok(UserResponse.From(await FindAsync(id, grains)));

    private static async Task<Ok<UserResponse>> SuspendAsync(string id, ClaimsPrincipal caller, IClusterClient grains)
    {
        RefuseOneself(await FindAsync(id, grains), caller);
        return await TurnAsync(id, suspended: true, grains);
    }

    private static async Task<Ok<UserResponse>> RestoreAsync(string id, IClusterClient grains)
    {
        await FindAsync(id, grains);
        return await TurnAsync(id, suspended: false, grains);
    }

    private static async Task<Ok<UserResponse>> SetRoleAsync(string id, JsonBody<RoleRequest> body, ClaimsPrincipal caller, IClusterClient grains)
    {
        RefuseOneself(await FindAsync(id, grains), caller);
        var role = body.Value.Role ?? throw RequestException.Invalid(new ValidationError("role", "is missing: trader, operator or admin."));
        return await grains.GetGrain<IUserGrain>(id).SetRoleAsync(role) ? TypedResults.Ok(UserResponse.From(await FindAsync(id, grains))) : throw Deleted(id);
    }

    private static async Task<NoContent> DeleteAsync(string id, ClaimsPrincipal caller, IClusterClient grains)
    {
        RefuseOneself(await FindAsync(id, grains), caller);
        var deletion = await grains.GetGrain<IUserOfficeGrain>(id).DeleteAsync();
        return deletion.IsDone ? TypedResults.NoContent() : throw RequestException.Conflict("The user has open positions or orders.", deletion.Open);
    }

    /// <summary>A user id that is asked for, or one that the service chooses.</summary>
    internal static string ReadId(string? given)
    {
        var id = given ?? $"u-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        return TraderKey.IsUserId(id) ? id : throw RequestException.Invalid(new ValidationError("id", "must be 1 to 40 small letters, digits and hyphens."));
    }

    /// <summary>The id is somebody's, or was.</summary>
    internal static RequestException Taken(string id) =>
        RequestException.Conflict($"There is a user '{id}' already.", new ValidationError("id", $"'{id}' is taken."));

    /// <summary>Gives a new user the first token.</summary>
    internal static async Task<Created<NewUserResponse>> WelcomeAsync(string id, IClusterClient grains, TimeProvider time)
    {
        var user = grains.GetGrain<IUserGrain>(id);
        var token = AccessTokens.Create();
        await user.AddTokenAsync(AccessTokens.Describe(token, FirstToken, TokenScope.Admin, time.GetUtcNow()));
        var profile = await user.GetProfileAsync();
        return TypedResults.Created($"{ApiGroup.Prefix}/users/{id}", new NewUserResponse(UserResponse.From(profile!), token));
    }

    private static async Task<Ok<UserResponse>> TurnAsync(string id, bool suspended, IClusterClient grains) =>
        await grains.GetGrain<IUserOfficeGrain>(id).SuspendAsync(suspended)
            ? TypedResults.Ok(UserResponse.From(await FindAsync(id, grains)))
            : throw Deleted(id);

    private static RequestException Deleted(string id) =>
        RequestException.NotFound($"There is no user '{id}' any more.", new ValidationError("id", "is not a user's."));

    private static void RefuseOneself(UserProfile user, ClaimsPrincipal caller)
    {
        if (user.Id == caller.Id())
            throw RequestException.Conflict("Another administrator must do that.", new ValidationError("id", "is your own."));
    }

    private static async Task<UserProfile> FindAsync(string id, IClusterClient grains) =>
        TraderKey.IsUserId(id) && await grains.GetGrain<IUserGrain>(id).GetProfileAsync() is { } user
            ? user
            : throw RequestException.NotFound($"There is no user '{id}'.", new ValidationError("id", "is not a user's."));
}
