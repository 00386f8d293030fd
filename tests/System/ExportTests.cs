using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Data.Sqlite;

namespace TradingBot.Tests.System;

/// <summary>Exports that are larger than the memory that the service may have.</summary>
[Collection("alone")]
public sealed class ExportTests : IDisposable
{
    private const int Rows = 500_000;
    private const long Memory = 100_000_000;

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task An_export_needs_no_memory_that_grows_with_it()
    {
        string[] arguments = ["--data", _folder.Root, "--port", "0", "--Logging:LogLevel:Default=Warning"];
        using (var first = SiloProcess.Start(arguments))
        {
            await first.ListeningAsync();
            (await first.InterruptAsync()).ShouldBe(0, first.Output);
        }

        Fill();
        using var silo = SiloProcess.StartWithin(Memory.ToString("x", CultureInfo.InvariantCulture), arguments);
        using var client = new HttpClient { BaseAddress = new(await silo.ListeningAsync()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(_folder.PathOf("admin-token"))).Trim());

        (await ReadAsync(client, "json")).ShouldSatisfyAllConditions(e => e.Lines.ShouldBe(Rows + 2), e => e.Characters.ShouldBeGreaterThan(3 * Memory / 2));
        (await ReadAsync(client, "csv")).Lines.ShouldBe(Rows + 1);
        (await silo.InterruptAsync()).ShouldBe(0, silo.Output);
    }

    public void Dispose() => _folder.Dispose();

    // The rows of one user and one candle after the other.
    private void Fill()
    {
        using var connection = new SqliteConnection($"Data Source={_folder.PathOf("grains.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Rows})
            INSERT INTO fills (id, order_id, user_id, symbol, mode, candle_interval, side, price, quantity, commission, commission_asset, commission_in_base, market_time, recorded_at)
            SELECT 'tb-' || i || '.1', 'tb-' || i, 'alice', 'spot:BTCUSDT', 'Paper', '1m', 'Buy', '95000.25', '0.01', '0.00001', 'BTC', 1, 60000 * i, 60000 * i FROM n
            """;
        command.ExecuteNonQuery().ShouldBe(Rows);
    }

    private static async Task<(int Lines, long Characters)> ReadAsync(HttpClient client, string format)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var answer = await client.GetAsync($"/api/v1/fills/export?format={format}", HttpCompletionOption.ResponseHeadersRead, patience.Token);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(patience.Token));
        var (lines, characters) = (0, 0L);
        while (await reader.ReadLineAsync(patience.Token) is { } line)
            (lines, characters) = (lines + 1, characters + line.Length);
        return (lines, characters);
    }
}
