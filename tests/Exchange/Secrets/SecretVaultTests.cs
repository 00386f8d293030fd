using System.Security.Cryptography;
using System.Text;
using TradingBot.Exchange.Secrets;
using TradingBot.Secrets;

namespace TradingBot.Tests.Exchange.Secrets;

public sealed class SecretVaultTests
{
    private static readonly SecretContext Alice = new("alice", "exchange-key/testnet");

    private readonly SecretVault _vault = new(MasterKey.Create());

    [Fact]
    public void What_is_sealed_opens_with_the_same_keys_and_context()
    {
        var dataKey = _vault.CreateDataKey("alice");
        var sealedSecret = _vault.Seal(dataKey, Alice, "the secret"u8);
        Encoding.UTF8.GetString(_vault.Open(dataKey, Alice, sealedSecret)).ShouldBe("the secret");
        _vault.Seal(dataKey, Alice, "the secret"u8).ShouldNotBe(sealedSecret, "the nonce is random");
    }

    [Theory]
    [InlineData("bob", "exchange-key/testnet")]
    [InlineData("alice", "exchange-key/live")]
    [InlineData("alice\nexchange-key", "/testnet")]
    public void Moved_to_another_user_venue_or_use_it_does_not_open(string user, string purpose)
    {
        var dataKey = _vault.CreateDataKey("alice");
        var sealedSecret = _vault.Seal(dataKey, Alice, "the secret"u8);
        Should.Throw<CryptographicException>(() => _vault.Open(dataKey, new(user, purpose), sealedSecret));
    }

    [Fact]
    public void A_data_key_serves_its_own_user_alone()
    {
        var (alices, bobs) = (_vault.CreateDataKey("alice"), _vault.CreateDataKey("bob"));
        var sealedSecret = _vault.Seal(alices, Alice, "the secret"u8);
        Should.Throw<CryptographicException>(() => _vault.Open(bobs, Alice, sealedSecret));
        Should.Throw<CryptographicException>(() => _vault.Seal(bobs, Alice, "x"u8));
    }

    [Fact]
    public void No_byte_of_it_can_be_changed()
    {
        var dataKey = _vault.CreateDataKey("alice");
        var bytes = Convert.FromBase64String(_vault.Seal(dataKey, Alice, "the secret"u8).Text);
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            Should.Throw<CryptographicException>(() => _vault.Open(dataKey, Alice, new(Convert.ToBase64String(changed))));
        }

        foreach (var text in new[] { "", "AAAA", "not base64", Convert.ToBase64String(bytes[..20]) })
            Should.Throw<CryptographicException>(() => _vault.Open(dataKey, Alice, new(text)));
    }

    [Fact]
    public void Another_master_key_opens_nothing_and_is_recognised_as_another()
    {
        var dataKey = _vault.CreateDataKey("alice");
        var other = new SecretVault(MasterKey.Create());
        Should.Throw<CryptographicException>(() => other.Seal(dataKey, Alice, "x"u8)).Message.ShouldContain("another key");
        _vault.Recognises(_vault.CreateCheck()).ShouldBeTrue();
        other.Recognises(_vault.CreateCheck()).ShouldBeFalse();
    }

    [Fact]
    public void Nothing_secret_is_printed()
    {
        var key = MasterKey.Create();
        $"{key}".ShouldBe("master key");
        $"{new SecretVault(key).CreateDataKey("alice")}".ShouldBe("(sealed)");
        $"{new ExchangeAccounts.SealedCredentials(new("alice", TradingBot.Trading.TradingMode.Live), new("abc"), new("def"))}".ShouldNotContain("abc");
    }

    [Fact]
    public void A_master_key_survives_its_file()
    {
        var key = MasterKey.Create();
        var check = new SecretVault(key).CreateCheck();
        new SecretVault(MasterKey.Parse($" {key.Export()}\n", "the file")).Recognises(check).ShouldBeTrue();
    }

    [Theory]
    [InlineData("", "holds 0 bytes")]
    [InlineData("not base64!", "is not base64")]
    [InlineData("AAECAwQFBgcICQoLDA0ODw==", "holds 16 bytes")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "is weak")]
    [InlineData("/////////////////////////////////////////w==", "holds 31 bytes")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "is weak")]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "is weak")]
    [InlineData("3q2+796tvu/erb7v3q2+796tvu/erb7v3q2+796tvu8=", "is weak")]
    public void A_master_key_that_is_none_or_can_be_guessed_is_refused(string text, string expected)
    {
        var message = Should.Throw<MasterKeyException>(() => MasterKey.Parse(text, "Secrets:MasterKey")).Message;
        message.ShouldStartWith("Secrets:MasterKey ");
        message.ShouldContain(expected);
        if (text.Length > 0)
            message.ShouldNotContain(text);
    }

    [Fact]
    public void After_a_rotation_both_master_keys_open_and_the_new_one_seals()
    {
        var (old, next) = (MasterKey.Create(), MasterKey.Create());
        var vault = new SecretVault(old);
        var (dataKey, check) = (vault.CreateDataKey("alice"), vault.CreateCheck());
        var secret = vault.Seal(dataKey, Alice, "the secret"u8);
        vault.Reseal("alice", dataKey).ShouldBeNull();
        vault.Use(next);

        Encoding.UTF8.GetString(vault.Open(dataKey, Alice, secret)).ShouldBe("the secret");
        vault.Recognises(check).ShouldBeTrue();
        var resealed = vault.Reseal("alice", dataKey).ShouldNotBeNull();
        vault.Reseal("alice", resealed).ShouldBeNull();
        Should.Throw<CryptographicException>(() => vault.Reseal("bob", dataKey));

        var later = new SecretVault(next);
        Encoding.UTF8.GetString(later.Open(resealed, Alice, secret)).ShouldBe("the secret");
        Should.Throw<CryptographicException>(() => later.Open(dataKey, Alice, secret));
        later.Recognises(check).ShouldBeFalse();
        Encoding.UTF8.GetString(new SecretVault(old, next).Open(resealed, Alice, secret)).ShouldBe("the secret");
    }
}
