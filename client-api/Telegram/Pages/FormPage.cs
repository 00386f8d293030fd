using TradingBot.ClientApi.Billing;

namespace TradingBot.ClientApi.Telegram.Pages;

/// <summary>The forms of one-time pages.</summary>
internal static class FormPage
{
    /// <param name="purpose">What for.</param>
    /// <param name="data">The venue of keys.</param>
    /// <param name="error">What was wrong with the last try; empty for none.</param>
    /// <param name="action">Where the form goes; empty for where it came from.</param>
    public static HtmlPage Of(string purpose, string data, string error, string action = "")
    {
        var mark = error.Length == 0 ? "" : $"<p class=\"mark\">{HtmlPage.Encode(error)}</p>\n";
        var form = $"{mark}<form method=\"post\"{(action.Length == 0 ? "" : $" action=\"{HtmlPage.Encode(action)}\"")}>\n";
        return purpose == OneTimePages.Keys
            ? new($"Exchange key for {data}", form
                + "<p>Give the key the permission to read and to trade, and no permission to withdraw or transfer: such a key is refused. Bind it to this service's address if you can.</p>\n"
                + Field("apiKey", "API key", "text") + "<p><label>Secret, or Ed25519 private key<br><textarea name=\"secret\" rows=\"6\" cols=\"50\" required></textarea></label></p>\n"
                + "<p><button>Check and store</button></p></form>\n<p>It is sealed on arrival; nothing shows the secret again.</p>", takesForms: true)
            : new("Who pays", form + Field("name", "Name", "text") + Field("email", "E-mail address", "email") + Field("phone", "Telephone number, like +919876543210", "tel")
                + "<p><button>Store</button></p></form>\n<p>It goes to the payment provider, and is stored sealed.</p>", takesForms: true);
    }

    private static string Field(string name, string label, string type) =>
        $"<p><label>{label}<br><input name=\"{name}\" type=\"{type}\" size=\"50\" autocomplete=\"off\" required></label></p>\n";
}
