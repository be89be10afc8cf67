using System.Collections.Concurrent;

namespace Distributor.Testing.BotApi;

/// <summary>Which files the server cannot take. Without a rule it takes every address without a look, and every upload.</summary>
public sealed class PhotoFaults
{
    readonly ConcurrentDictionary<string, BotApiError> urls = new(StringComparer.Ordinal);

    /// <summary>The refusal of all uploads, for example <see cref="BotApiErrors.PhotoInvalidDimensions"/>; null accepts them.</summary>
    public BotApiError? Uploads { get; set; }

    /// <summary>Asked for each address that has no rule of its own; null accepts it.</summary>
    public Func<Uri, BotApiError?>? OtherUrls { get; set; }

    /// <summary><c>failed to get HTTP URL content</c>.</summary>
    public void CannotFetch(Uri url) => Refuse(url, BotApiErrors.CannotGetUrl);

    /// <summary><c>wrong type of the web page content</c>.</summary>
    public void WrongType(Uri url) => Refuse(url, BotApiErrors.WrongPageType);

    /// <summary><c>PHOTO_INVALID_DIMENSIONS</c>.</summary>
    public void InvalidDimensions(Uri url) => Refuse(url, BotApiErrors.PhotoInvalidDimensions);

    public void Refuse(Uri url, BotApiError error) => urls[url.AbsoluteUri] = error;

    public void Accept(Uri url) => urls.TryRemove(url.AbsoluteUri, out _);

    internal BotApiError? Of(Uri url) => urls.GetValueOrDefault(url.AbsoluteUri) ?? OtherUrls?.Invoke(url);
}
