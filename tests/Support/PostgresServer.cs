using System.Diagnostics;
using System.Globalization;

namespace TradingBot.Tests.Support;

/// <summary>
/// A PostgreSQL of the test process's own, from the operating system's package: in a folder of its own, reached by a socket there, and
/// gone with the process, however that ends.
/// </summary>
public static class PostgresServer
{
    /// <summary>Why tests that need it are skipped.</summary>
    public const string Absent = "PostgreSQL is not installed here (Debian: apt-get install postgresql).";

    // The server lives until this script's input ends, which it does with the test process.
    private const string Script = """
        set -e
        "$2/initdb" -D "$1/data" -A trust -U tests -E UTF8 --locale=C --no-sync >"$1/initdb.log"
        "$2/postgres" -D "$1/data" -c listen_addresses= -c unix_socket_directories="$1" -c fsync=off -c max_connections=200 2>&1 &
        server=$!
        read -r _ || true
        kill -INT $server
        wait $server || true
        rm -rf "$1"
        """;

    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(b => File.Exists(Path.Combine(b, "postgres")))
            .OrderByDescending(b => b, StringComparer.Ordinal).FirstOrDefault()
        : null;

    private static readonly Lazy<Task<string>> Socket = new(StartAsync);
    private static int _databases;

    // Held, because its input would be closed together with an object that nobody has.
    private static Process? _process;

    /// <summary>Whether there is one.</summary>
    public static bool IsInstalled => Programs is not null;

    /// <summary>Runs a line of shell with PostgreSQL's programs in reach and a database as <c>$DATABASE</c>.</summary>
    /// <returns>Exit code and output.</returns>
    public static async Task<(int Code, string Output)> ShellAsync(string line, string connectionString, string folder)
    {
        var start = new ProcessStartInfo("sh", ["-c", line]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PATH"] = Programs + ":" + Environment.GetEnvironmentVariable("PATH");
        start.Environment["DATABASE"] = $"postgresql://tests@/{NameOf(connectionString)}?host={await Socket.Value}";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> CreateDatabaseAsync()
    {
        var folder = await Socket.Value;
        var name = "test" + Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture);
        await RunAsync("createdb", name);
        return $"Host={folder};Username=tests;Database={name}";
    }

    /// <summary>Removes a database under the hands of whoever uses it.</summary>
    public static Task DropDatabaseAsync(string connectionString) => RunAsync("dropdb", "--force", NameOf(connectionString));

    private static string NameOf(string connectionString) => connectionString[(connectionString.LastIndexOf('=') + 1)..];

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(Path.Combine(Programs!, program), ["-h", await Socket.Value, "-U", "tests", .. arguments]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    private static async Task<string> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tradingbot-pg-").FullName;
        // PostgreSQL does not run as root; its package brings a user.
        string[] shell = Environment.IsPrivilegedProcess
            ? ["-c", "chown postgres \"$1\" && exec setpriv --reuid=postgres --regid=postgres --clear-groups sh -c \"$3\" sh \"$1\" \"$2\"", "sh", folder, Programs!, Script]
            : ["-c", Script, "sh", folder, Programs!];
        var start = new ProcessStartInfo("sh", shell) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        var process = _process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (!line.Contains("ready to accept connections", StringComparison.Ordinal))
                continue;
            // Nobody reads what follows; a full pipe would stop it.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return folder;
        }

        throw new InvalidOperationException("PostgreSQL ended before it was ready.");
    }
}
