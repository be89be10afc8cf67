using System.Text;

namespace Distributor.Subscribers.Importing;

/// <summary>Opens subscribers files: UTF-8 that complains about other bytes instead of storing question marks; a byte order mark may say UTF-16.</summary>
public static class SubscriberFile
{
    public static StreamReader Open(string path) => Open(File.OpenRead(path));

    public static StreamReader Open(Stream stream) =>
        new(
            stream,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
            detectEncodingFromByteOrderMarks: true
        );
}
