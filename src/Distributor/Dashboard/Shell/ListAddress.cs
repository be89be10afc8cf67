using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Distributor.Dashboard.Shell;

/// <summary>
/// The address of a list with everything that is set on it: filters, search, page, open drawer. A link changes one of them and
/// keeps the others.
/// </summary>
public sealed class ListAddress(string path, params (string Name, string? Value)[] set)
{
    /// <summary>The same list with another value; null takes it away. Another filter begins at the first page with nothing open.</summary>
    public string With(string name, string? value) =>
        Build([.. set.Where(one => one.Name != name && one.Name is not ("after" or "open")), (name, value)]);

    /// <summary>The same page of the list with something open, or (null) with nothing.</summary>
    public string Open(string? id) => Build([.. set.Where(one => one.Name != "open"), ("open", id)]);

    /// <summary>The next page; null is the first.</summary>
    public string After(string? key) =>
        Build([.. set.Where(one => one.Name is not ("after" or "open")), ("after", key)]);

    public override string ToString() => Build(set);

    /// <summary>A key as it stands in an address; null for none, and for what is no number.</summary>
    public static long? Key(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : null;

    private string Build(IEnumerable<(string Name, string? Value)> values) =>
        QueryHelpers.AddQueryString(
            path,
            values
                .Where(one => !string.IsNullOrEmpty(one.Value))
                .Select(one => KeyValuePair.Create<string, string?>(one.Name, one.Value))
        );
}
