using System.Globalization;
using System.Text;
using Distributor.Bot.Talking;

namespace Distributor.Bot.Commands;

/// <summary>Questions whose answer somebody types.</summary>
internal static class Ask
{
    /// <summary>What is kept of the question: the command that takes the answer, and the channel it is about.</summary>
    public static string Question(Visit visit, string command) =>
        visit.IsRemote ? RemoteAction.Of(visit.Subject.ChatId, command) : command;

    /// <summary>In a group the bot hears only what answers it.</summary>
    public static string Reply(Visit visit) => visit.Here.IsGroup ? visit.Words["ask.reply"] : visit.Words["ask.write"];

    /// <summary>Digits of any script as 0-9, spaces gone: somebody with an Arabic keyboard writes ٠٧:٣٠.</summary>
    public static string Digits(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character))
            {
                continue;
            }
            var digit = char.IsDigit(character) ? CharUnicodeInfo.GetDecimalDigitValue(character) : -1;
            plain.Append(digit >= 0 ? (char)('0' + digit) : character);
        }
        return plain.ToString();
    }
}
