using System.CommandLine;

namespace TradingBot.Silo.Commands;

/// <summary><c>health</c>: asks a running service whether it is well. For containers, which have no other program to ask with.</summary>
public static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var address = new Argument<string>("address")
        {
            Description = "Where to ask.", DefaultValueFactory = static _ => "http://127.0.0.1:8080/healthz/ready",
        };
        var command = new Command("health", "Asks a running service whether it is well.");
        command.Arguments.Add(address);
        command.SetAction((parsed, cancellationToken) => AskAsync(
            Uri.TryCreate(parsed.GetValue(address), UriKind.Absolute, out var url) ? url : throw new UsageException($"'{parsed.GetValue(address)}' is not an address."),
            parsed.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    private static async Task<int> AskAsync(Uri address, TextWriter output, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(address, cancellationToken);
            await output.WriteLineAsync($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
            return answer.IsSuccessStatusCode ? CommandLine.Ok : CommandLine.FileError;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new StartException(failure.Message, failure);
        }
    }
}
