namespace TradingBot.Tests.Crash;

/// <summary>Everything that the simulator can do wrong, often enough to happen between two kills, and rarely enough to get anywhere.</summary>
public static class VenueFaults
{
    public const string None = """{"faults":[]}""";

    // The second user's account is emptied at some time, as on the testnet about once a month.
    public const string All = """
        {"faults":[
          {"kind":"answer-lost","method":"POST","probability":0.04},
          {"kind":"answer-lost","method":"DELETE","probability":0.04},
          {"kind":"answer-lost","method":"GET","probability":0.005},
          {"kind":"timeout-before","method":"POST","probability":0.02,"ms":700},
          {"kind":"timeout-before","method":"DELETE","probability":0.02,"ms":700},
          {"kind":"late-request","method":"POST","probability":0.02,"ms":1500},
          {"kind":"late-request","method":"DELETE","probability":0.02,"ms":1500},
          {"kind":"http-error","method":"POST","probability":0.02},
          {"kind":"http-error","method":"POST","probability":0.02,"executed":false},
          {"kind":"http-error","method":"DELETE","probability":0.02},
          {"kind":"unknown-1007","method":"POST","probability":0.02},
          {"kind":"unknown-1007","method":"POST","probability":0.02,"executed":false},
          {"kind":"rate-limit","probability":0.002,"ms":1000},
          {"kind":"ban","probability":0.0005,"ms":2000},
          {"kind":"clock-skew","probability":0.02,"ms":1500},
          {"kind":"clock-skew","probability":0.3,"ms":0},
          {"kind":"drop-sockets","probability":0.03},
          {"kind":"freeze-sockets","probability":0.02,"ms":1500},
          {"kind":"duplicate-events","probability":0.05},
          {"kind":"late-events","probability":0.05,"ms":800},
          {"kind":"reorder-events","probability":0.05},
          {"kind":"lost-events","probability":0.03},
          {"kind":"duplicate-frames","probability":0.02},
          {"kind":"reorder-frames","probability":0.02},
          {"kind":"lost-frames","probability":0.02},
          {"kind":"partial-fills","probability":0.3},
          {"kind":"refuse-stops","probability":0.03},
          {"kind":"wipe-account","account":"key-2","probability":0.01,"count":1}
        ]}
        """;
}
