using System.Buffers;

namespace Distributor.Testing.Smtp;

/// <summary>Takes the content of one message apart: lines, dots, and what is wrong with them.</summary>
/// <param name="keep">False to count and check without keeping.</param>
/// <param name="most">Octets that are kept at most; the rest is read and counted.</param>
/// <param name="violated">Told once for each rule and message, not once for each line.</param>
sealed class SmtpContent(bool keep, long most, Action<SmtpRule, string> violated)
{
    const int MostInLine = 998;

    readonly ArrayBufferWriter<byte> _kept = new(keep ? 32 * 1024 : 1);
    readonly HashSet<SmtpRule> _broken = [];
    bool _afterLineEnd = true;
    long _lines;

    /// <summary>Octets of content, dots removed.</summary>
    public long Size { get; private set; }

    /// <summary>Octets above 127 were seen.</summary>
    public bool HasEightBit { get; private set; }

    public bool IsTooLarge => Size > most;

    public byte[] ToArray() => _kept.WrittenSpan.ToArray();

    /// <summary>Takes all whole lines of what came after DATA.</summary>
    /// <param name="ended">The line with the single dot was among them.</param>
    /// <returns>How many octets were taken.</returns>
    public int TakeLines(ReadOnlySpan<byte> input, out bool ended)
    {
        var taken = 0;
        ended = false;
        while (!ended)
        {
            var feed = input[taken..].IndexOf((byte)'\n');
            if (feed < 0)
            {
                break;
            }
            var line = input.Slice(taken, feed + 1);
            taken += line.Length;
            if (_afterLineEnd && line[0] == '.')
            {
                // Only between two proper line ends does a dot end the message: anything else is how mails are smuggled.
                ended = line.SequenceEqual(".\r\n"u8);
                line = line[1..];
            }
            if (!ended)
            {
                TakeLine(line);
            }
        }
        return taken;
    }

    /// <summary>Takes a whole message that came in counted chunks.</summary>
    public void TakeChunks(ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty)
        {
            var feed = input.IndexOf((byte)'\n');
            var line = feed < 0 ? input : input[..(feed + 1)];
            TakeLine(line);
            input = input[line.Length..];
        }
    }

    void TakeLine(ReadOnlySpan<byte> line)
    {
        _lines++;
        _afterLineEnd = line.EndsWith("\r\n"u8);
        var text = _afterLineEnd ? line[..^2] : line.TrimEnd((byte)'\n');
        if (!_afterLineEnd && line.EndsWith("\n"u8))
        {
            Broken(SmtpRule.BareLineFeed);
        }
        if (text.Contains((byte)'\r'))
        {
            Broken(SmtpRule.BareCarriageReturn);
        }
        if (text.Contains((byte)0))
        {
            Broken(SmtpRule.NulContent);
        }
        if (text.Length > MostInLine)
        {
            Broken(SmtpRule.TextLineTooLong);
        }
        HasEightBit |= text.ContainsAnyInRange((byte)0x80, (byte)0xff);
        Size += line.Length;
        if (keep && !IsTooLarge)
        {
            _kept.Write(line);
        }
    }

    void Broken(SmtpRule rule)
    {
        if (_broken.Add(rule))
        {
            violated(rule, $"line {_lines} of the content");
        }
    }
}
