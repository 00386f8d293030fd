using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TradingBot.Tests.Support;

/// <summary>
/// A PostgreSQL server of the tests' own, on its own port and data folder, gone when they are over. Its programs come from the
/// distribution's package; PostgreSQL refuses to run as root, so that root runs it as the package's user.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>What a skipped test says.</summary>
    public const string Absent = "PostgreSQL is not here: no /usr/lib/postgresql/*/bin (Debian's package postgresql).";

    private const string User = "postgres";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly Process _server;

    private PostgresServer(string folder, Process server, int port)
    {
        (_folder, _server) = (folder, server);
        Port = port;
    }

    /// <summary>Whether the programs are installed.</summary>
    public static bool IsInstalled => Programs is not null;

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>For the database that every server has.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username={User};Database=postgres";

    private static string? Programs { get; } = !Directory.Exists("/usr/lib/postgresql")
        ? null
        : Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault();

    /// <summary>Starts a server.</summary>
    /// <param name="durable">False where no test is about the disk: commits do not wait for it.</param>
    public static async Task<PostgresServer> StartAsync(bool durable = false)
    {
        var folder = Directory.CreateTempSubdirectory("postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", [User, folder]);
        await RunAsync(
            AsUser("initdb", ["-D", folder, "-U", User, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"], out var arguments), arguments);
        var port = FreePort();
        var server = Start(AsUser(
            "postgres",
            [
                "-D", folder, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={folder}",
                "-c", $"fsync={(durable ? "on" : "off")}", "-c", "max_connections=300",
            ],
            out arguments), arguments);
        await ReadyAsync(server);
        return new(folder, server, port);
    }

    public async ValueTask DisposeAsync()
    {
        // Fast shutdown: connections are cut, what is committed is on the disk.
        await RunAsync("kill", ["-INT", $"{_server.Id}"]);
        await _server.WaitForExitAsync().WaitAsync(Patience);
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string AsUser(string program, string[] with, out string[] arguments)
    {
        var path = Path.Combine(Programs ?? throw new InvalidOperationException(Absent), program);
        arguments = Environment.IsPrivilegedProcess ? [$"--reuid={User}", $"--regid={User}", "--clear-groups", path, .. with] : with;
        return Environment.IsPrivilegedProcess ? "setpriv" : path;
    }

    private static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" })!;

    private static async Task RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments);
        var said = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} has failed: {await said}");
    }

    private static async Task ReadyAsync(Process server)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
                ready.TrySetException(new InvalidOperationException("PostgreSQL has ended."));
            else if (line.Data.Contains("ready to accept connections", StringComparison.Ordinal))
                ready.TrySetResult();
        };
        server.BeginErrorReadLine();
        server.BeginOutputReadLine();
        await ready.Task.WaitAsync(Patience);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
