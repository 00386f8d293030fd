using System.CommandLine;
using TradingBot.Silo.Commands;
using TradingBot.Silo.Logging;

CrashReport.Install();
var root = new RootCommand("Automated Binance trading for many users.")
{
    BacktestCommand.Create(),
    SimulateExchangeCommand.Create(),
    MigrateCommand.Create(),
    MigrateEngineCommand.Create(),
    AuditCommand.Create(),
    RotateMasterKeyCommand.Create(),
    DoctorCommand.Create(),
    HealthCommand.Create(),
    BackupCommands.CreateBackup(),
    BackupCommands.CreateRestore(),
};
ServeCommand.AddTo(root);

return await CommandLine.RunAsync(root, args, Console.Out, Console.Error);
