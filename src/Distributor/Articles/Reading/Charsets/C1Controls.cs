namespace Distributor.Articles.Reading.Charsets;

/// <summary>
/// The characters U+0080 to U+009F are controls nobody writes: they are windows-1252 quotes and dashes that went through a
/// wrong conversion. The HTML standard reads <c>&amp;#146;</c> the same way.
/// </summary>
public static class C1Controls
{
    // windows-1252 at 0x80 to 0x9F; the five holes of the table stay as they are.
    const string Windows1252 =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
        + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    public static string Repair(string text) =>
        text.AsSpan().IndexOfAnyInRange('\u0080', '\u009F') < 0
            ? text
            : string.Create(
                text.Length,
                text,
                static (target, source) =>
                {
                    for (var i = 0; i < target.Length; i++)
                        target[i] = Repair(source[i]);
                }
            );

    public static char Repair(char c) => c is >= '\u0080' and <= '\u009F' ? Windows1252[c - '\u0080'] : c;
}
