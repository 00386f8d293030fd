using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Accounts;
using TradingBot.ClientApi.Access;
using TradingBot.ClientApi.Http;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Users;

/// <summary><c>/users</c>: who uses the service. For administrators.</summary>
internal static class UsersApi
{
    private const string FirstToken = "first";

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapAdminApi("/users", "Users");
        users.MapGet("", ListAsync).Describe("listUsers", "Lists users in the order of their ids.");
        users.MapPost("", CreateAsync).Describe("createUser", "Makes a user and gives the user's first token, once.", 409);
        users.MapGet("/{id}", GetAsync).Describe("getUser", "Shows a user.", 404);
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
        var id = body.Value.Id ?? $"u-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        if (!TraderKey.IsUserId(id))
            throw RequestException.Invalid(new ValidationError("id", "must be 1 to 40 small letters, digits and hyphens."));
        var user = grains.GetGrain<IUserGrain>(id);
        if (!await user.CreateAsync(body.Value.Role ?? UserRole.Trader))
            throw RequestException.Conflict($"There is a user '{id}' already.", new ValidationError("id", $"'{id}' is taken."));
        var token = AccessTokens.Create();
        await user.AddTokenAsync(AccessTokens.Describe(token, FirstToken, time.GetUtcNow()));
        var profile = await user.GetProfileAsync();
        return TypedResults.Created($"{ApiGroup.Prefix}/users/{id}", new NewUserResponse(UserResponse.From(profile!), token));
    }

    private static async Task<Ok<UserResponse>> GetAsync(string id, IClusterClient grains) =>
        TraderKey.IsUserId(id) && await grains.GetGrain<IUserGrain>(id).GetProfileAsync() is { } user
            ? TypedResults.Ok(UserResponse.From(user))
            : throw RequestException.NotFound($"There is no user '{id}'.", new ValidationError("id", "is not a user's."));
}
