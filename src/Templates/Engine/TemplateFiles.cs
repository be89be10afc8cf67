using System.Security.Cryptography;
using HandlebarsDotNet;

namespace Distributor.Templates.Engine;

/// <summary>
/// The Handlebars files of this assembly, compiled on first use. A file <c>NAME.KIND.hbs</c> can include every other file
/// of its kind as <c>{{> NAME}}</c>; kinds are html, telegram (both escaped) and text (not escaped).
/// </summary>
internal sealed class TemplateFiles
{
    public static readonly TemplateFiles Html = new("html", new MarkupEncoder());
    public static readonly TemplateFiles Telegram = new("telegram", new MarkupEncoder());
    public static readonly TemplateFiles Text = new("text", null);

    readonly Dictionary<string, Lazy<HandlebarsTemplate<object, object>>> templates = [];

    TemplateFiles(string kind, ITextEncoder? encoder)
    {
        var handlebars = Handlebars.Create(
            new HandlebarsConfiguration
            {
                TextEncoder = encoder,
                NoEscape = encoder is null,
                // A misspelt name in a template is an error in the first test, not a hole in a mail.
                ThrowOnUnresolvedBindingExpression = true,
            }
        );
        var ending = $".{kind}.hbs";
        foreach (var file in ResourceNames().Where(file => file.EndsWith(ending, StringComparison.Ordinal)))
        {
            var name = file[..^ending.Length];
            var source = Read(file);
            handlebars.RegisterTemplate(name, source);
            templates[name] = new(() => handlebars.Compile(source));
        }
    }

    public string Render(string name, object values) => templates[name].Value(values);

    /// <summary>A hash over all template and word files: two processes with the same value render the same bytes.</summary>
    public static string Version()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in ResourceNames())
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(file + "\n" + Read(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    static IEnumerable<string> ResourceNames() =>
        typeof(TemplateFiles).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal);

    static string Read(string file)
    {
        using var stream = typeof(TemplateFiles).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        // A checkout with CRLF must render the same bytes.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
