using System.Buffers;
using System.Text;

namespace Distributor.Articles.Reading.Charsets;

/// <summary>Whether bytes are UTF-8, judged strictly but without losing a cut-off file or a text with one broken letter.</summary>
static class Utf8Bytes
{
    /// <summary>One wrong sequence is forgiven for this many right ones of two bytes or more.</summary>
    const int RightPerWrong = 20;

    public static bool AreUtf8(ReadOnlySpan<byte> bytes)
    {
        long right = 0,
            wrong = 0;
        while (!bytes.IsEmpty)
        {
            var ascii = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (ascii < 0)
                break;
            bytes = bytes[ascii..];
            switch (Rune.DecodeFromUtf8(bytes, out _, out var length))
            {
                case OperationStatus.Done:
                    right++;
                    break;
                // The last character of a file cut off in the middle of it.
                case OperationStatus.NeedMoreData:
                    return IsForgiven(right, wrong);
                default:
                    wrong++;
                    break;
            }
            bytes = bytes[length..];
        }
        return IsForgiven(right, wrong);
    }

    static bool IsForgiven(long right, long wrong) => wrong == 0 || right >= wrong * RightPerWrong;
}
