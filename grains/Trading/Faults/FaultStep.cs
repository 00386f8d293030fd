namespace TradingBot.Grains.Trading.Faults;

/// <summary>The steps in the life of an order, in their order.</summary>
public static class FaultStep
{
    /// <summary>The state, with an intent or with what has been booked, is about to be written.</summary>
    public const string BeforeSave = "before-save";

    /// <summary>It is durable; the intent has not been sent.</summary>
    public const string AfterSave = "after-save";

    /// <summary>An entry is about to be sent.</summary>
    public const string BeforeEntry = "before-entry";

    /// <summary>An entry is on its way.</summary>
    public const string DuringEntry = "during-entry";

    /// <summary>An entry is answered; the answer is not in the state.</summary>
    public const string AfterEntry = "after-entry";

    /// <summary>An exit (a stop, or a sale at market) is about to be sent.</summary>
    public const string BeforeExit = "before-exit";

    /// <summary>An exit is on its way.</summary>
    public const string DuringExit = "during-exit";

    /// <summary>An exit is answered; the answer is not in the state.</summary>
    public const string AfterExit = "after-exit";

    /// <summary>A cancellation is about to be sent.</summary>
    public const string BeforeCancel = "before-cancel";

    /// <summary>A cancellation is on its way.</summary>
    public const string DuringCancel = "during-cancel";

    /// <summary>A cancellation is answered; the answer is not in the state.</summary>
    public const string AfterCancel = "after-cancel";

    /// <summary>The venue is about to be asked what became of an order.</summary>
    public const string BeforeFind = "before-find";

    /// <summary>The venue has said what became of an order.</summary>
    public const string AfterFind = "after-find";

    /// <summary>Reports have arrived; nothing of them is booked.</summary>
    public const string AfterReports = "after-reports";

    /// <summary>Rows are about to be written to the journal.</summary>
    public const string BeforeJournal = "before-journal";

    /// <summary>Rows are in the journal; the state still has them too.</summary>
    public const string AfterJournal = "after-journal";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        BeforeSave, AfterSave, BeforeEntry, DuringEntry, AfterEntry, BeforeExit, DuringExit, AfterExit, BeforeCancel, DuringCancel, AfterCancel,
        BeforeFind, AfterFind, AfterReports, BeforeJournal, AfterJournal,
    ];
}
