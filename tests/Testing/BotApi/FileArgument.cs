namespace Distributor.Testing.BotApi;

/// <summary>A file of a call: an address to fetch, the id of a known file, or an upload beside it.</summary>
static class FileArgument
{
    const int MaxPhotoBytes = 10 * 1024 * 1024;
    const int MaxFileBytes = 50 * 1024 * 1024;

    /// <param name="value">What the parameter says; null when the file itself carries its name.</param>
    /// <returns>The refusal, or null and the file.</returns>
    public static BotApiError? Read(
        BotWorld world,
        CallArguments arguments,
        string name,
        string? value,
        out EmulatedFile file
    )
    {
        file = new("");
        const string Attached = "attach://";
        var upload =
            value?.StartsWith(Attached, StringComparison.Ordinal) == true
                ? arguments.File(value[Attached.Length..])
                : arguments.File(name);
        if (upload is not null)
        {
            if (world.Photos.Uploads is { } refused)
            {
                return refused;
            }
            if (upload.Content.Length is 0)
            {
                return BotApiErrors.BadRequest("file must be non-empty");
            }
            if (upload.Content.Length > (name == "photo" ? MaxPhotoBytes : MaxFileBytes))
            {
                return new(413, "Request Entity Too Large");
            }
            file = world.Keep(new("") { Upload = upload });
            return null;
        }
        if (string.IsNullOrEmpty(value))
        {
            return BotApiErrors.BadRequest($"there is no {name} in the request");
        }
        if (!value.Contains("://", StringComparison.Ordinal))
        {
            file = world.File(value) ?? file;
            return file.FileId.Length > 0 ? null : BotApiErrors.WrongFile;
        }
        if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return BotApiErrors.WrongUrl;
        }
        if (world.Photos.Of(url) is { } fault)
        {
            return fault;
        }
        file = world.Keep(new("") { Url = url });
        return null;
    }
}
