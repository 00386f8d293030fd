using Orleans;
using TradingBot.Accounts;
using TradingBot.ClientApi.Access;
using TradingBot.Silo.Commands;

namespace TradingBot.Silo.Hosting;

/// <summary>
/// The administrator's way in: a token in a file of the data folder that only its owner can read. Whoever removes the file and
/// starts the service again gets a new token, and the old one is revoked.
/// <para>
/// Of several processes each has a data folder of its own: one that finds no file makes no token where another has made one, revokes none, and
/// tells none, because what it prints goes to the cluster's logs. A file that somebody puts there counts everywhere.
/// </para>
/// </summary>
/// <param name="grains">The grains.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
/// <param name="dataDirectory">The data folder.</param>
/// <param name="isOneOfSeveral">Whether other processes serve the same users.</param>
internal sealed class AdminAccess(IClusterClient grains, TimeProvider time, ILogger<AdminAccess> logger, string dataDirectory, bool isOneOfSeveral)
{
    public const string FileName = "admin-token";
    public const string UserId = "admin";
    private const string TokenName = "first-start";
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes administrator and token where they are missing.</summary>
    /// <returns>The token, where it may be shown.</returns>
    /// <exception cref="UsageException">The file holds something else.</exception>
    public async Task<string?> EnsureAsync(CancellationToken cancellationToken)
    {
        var admin = grains.GetGrain<IUserGrain>(UserId);
        var given = await ReadAsync(cancellationToken);
        if (given is null && isOneOfSeveral && (await admin.GetTokensAsync()).Any(static t => t.Name == TokenName))
        {
            logger.LogWarning("The administrator has a token already, which is not in {Path}; put a token there to replace it", PathOfFile);
            return null;
        }

        // The file first: a token that is stored but was never told would be lost.
        var token = given ?? await WriteAsync(AccessTokens.Create(), cancellationToken);
        await admin.CreateAsync(UserRole.Admin);
        var described = AccessTokens.Describe(token, TokenName, TokenScope.Admin, time.GetUtcNow());
        if (given is not null || !isOneOfSeveral)
        {
            foreach (var old in (await admin.GetTokensAsync()).Where(t => t.Name == TokenName && t.Hash != described.Hash))
                await admin.RemoveTokenAsync(old.Id);
        }

        if (!await admin.AddTokenAsync(described))
            throw new UsageException($"the user {UserId} has {IUserGrain.MaxTokens} tokens already; {PathOfFile} cannot be made valid.");
        return isOneOfSeveral ? null : token;
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
