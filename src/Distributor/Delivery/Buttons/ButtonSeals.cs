using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Distributor.Storage;

namespace Distributor.Delivery.Buttons;

/// <summary>
/// Signs what the buttons of our Telegram messages carry, so that only we can say what a press does. Anybody may send a callback
/// query with data of their own (Bot API CallbackQuery: "can contain no callback buttons with this data").
/// </summary>
public sealed class ButtonSeals(Secrets secrets)
{
    private const string SecretName = "buttons";

    public async ValueTask<ButtonSeal> OpenAsync(CancellationToken cancellationToken) =>
        new(await secrets.GetAsync(SecretName, cancellationToken));
}

/// <summary>The key in hand. Data of one chat is worth nothing in another.</summary>
public readonly struct ButtonSeal
{
    /// <summary>Bot API InlineKeyboardButton.callback_data.</summary>
    public const int MostBytes = 64;

    /// <summary>48 bits, and every guess is a call to the bot.</summary>
    private const int MacBytes = 6;
    private const char Separator = '~';
    private static readonly int MacCharacters = Base64Url.GetEncodedLength(MacBytes);

    private readonly byte[] key;

    internal ButtonSeal(byte[] key) => this.key = key;

    /// <param name="action">ASCII, at most 55 characters.</param>
    public string Sign(long chatId, string action)
    {
        var data = action + Separator + Mac(chatId, action);
        return Encoding.UTF8.GetByteCount(data) <= MostBytes
            ? data
            : throw new ArgumentException("The data of a button is at most 64 bytes.", nameof(action));
    }

    /// <summary>False for what was not made by us, or for another chat.</summary>
    public bool TryRead(long chatId, string? data, [NotNullWhen(true)] out string? action)
    {
        action = null;
        if (data is null || data.Length <= MacCharacters + 1 || data[^(MacCharacters + 1)] != Separator)
        {
            return false;
        }
        var signed = data[..^(MacCharacters + 1)];
        if (
            !CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(Mac(chatId, signed)),
                Encoding.UTF8.GetBytes(data[^MacCharacters..])
            )
        )
        {
            return false;
        }
        action = signed;
        return true;
    }

    private string Mac(long chatId, string action)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{chatId}\n{action}");
        return Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)).AsSpan(0, MacBytes));
    }
}
