using Orleans;
using TradingBot.Accounts;
using TradingBot.ClientApi.Access;
using TradingBot.Silo.Commands;

namespace TradingBot.Silo.Hosting;

/// <summary>
/// The administrator's way in: a token in a file of the data folder that only its owner can read. Whoever removes the file and
/// starts the service again gets a new token, and the old one is revoked.
/// </summary>
internal sealed class AdminAccess(IClusterClient grains, TimeProvider time, string dataDirectory)
{
    public const string FileName = "admin-token";
    public const string UserId = "admin";
    private const string TokenName = "first-start";
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes administrator and token where they are missing.</summary>
    /// <returns>The token.</returns>
    /// <exception cref="UsageException">The file holds something else.</exception>
    public async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        // The file first: a token that is stored but was never told would be lost.
        var token = await ReadAsync(cancellationToken) ?? await WriteAsync(AccessTokens.Create(), cancellationToken);
        var admin = grains.GetGrain<IUserGrain>(UserId);
        await admin.CreateAsync(UserRole.Admin);
        var described = AccessTokens.Describe(token, TokenName, TokenScope.Admin, time.GetUtcNow());
        foreach (var old in await admin.GetTokensAsync())
        {
            if (old.Name == TokenName && old.Hash != described.Hash)
                await admin.RemoveTokenAsync(old.Id);
        }

        if (!await admin.AddTokenAsync(described))
            throw new UsageException($"the user {UserId} has {IUserGrain.MaxTokens} tokens already; {PathOfFile} cannot be made valid.");
        return token;
    }

    private string PathOfFile => Path.Combine(dataDirectory, FileName);

    private async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(PathOfFile))
            return null;
        var token = (await File.ReadAllTextAsync(PathOfFile, cancellationToken)).Trim();
        if (!AccessTokens.IsToken(token))
            throw new UsageException($"{PathOfFile} does not hold a token; remove the file and start again to get a new one.");
        // A copy or a backup may have lost it. A mounted secret, which cannot be changed, is its group's at most.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(PathOfFile) & Others) != UnixFileMode.None)
            File.SetUnixFileMode(PathOfFile, OwnerFile.OwnerOnly);
        return token;
    }

    private async Task<string> WriteAsync(string token, CancellationToken cancellationToken)
    {
        await OwnerFile.WriteAsync(PathOfFile, token + "\n", cancellationToken);
        return token;
    }
}
