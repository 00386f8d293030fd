using System.CommandLine;
using System.Net.Http.Headers;
using TradingBot.Silo.Hosting;

namespace TradingBot.Silo.Commands;

/// <summary><c>rotate-master-key</c>: has a running service go over to another master key.</summary>
public static class RotateMasterKeyCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = "Where the service listens (http://127.0.0.1:8080).", DefaultValueFactory = static _ => "http://127.0.0.1:8080" };
        var data = new Option<string>("--data") { Description = "Data folder with the administrator's token (./data).", DefaultValueFactory = static _ => "data" };
        var command = new Command("rotate-master-key", "Seals all stored keys of a running service by a new master key.") { url, data };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(url)!, parsed.GetValue(data)!, parsed.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string url, string data, TextWriter output, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var service) || service.Scheme is not ("http" or "https"))
            throw new UsageException($"--url is '{url}'; it must be like http://127.0.0.1:8080.");
        try
        {
            var token = (await File.ReadAllTextAsync(Path.Combine(data, AdminAccess.FileName), cancellationToken)).Trim();
            using var client = new HttpClient { BaseAddress = service, Timeout = Patience };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await client.PostAsync("/api/v1/admin/master-key/rotate", null, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw new StartException($"the service has refused ({(int)answer.StatusCode}): {text}");
            await output.WriteLineAsync(text);
            return CommandLine.Ok;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new StartException(failure.Message, failure);
        }
    }
}
