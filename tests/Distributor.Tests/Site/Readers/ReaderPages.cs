using System.Globalization;
using System.Text.RegularExpressions;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Erasing;
using Distributor.Subscribers.Preferences;
using Distributor.Testing;
using Distributor.Tests.Spine;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Site.Readers;

/// <summary>The application, its pages and the mails it sends, as one reader meets them.</summary>
internal sealed partial class ReaderPages(Newsroom newsroom) : IAsyncDisposable
{
    public const string Email = "ada@example.org";

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public Newsroom Newsroom => newsroom;

    public HttpClient Client => newsroom.App.Client;

    public static async Task<ReaderPages> OpenAsync(DatabaseProvider provider, params string[] settings) =>
        new(await Newsroom.OpenAsync(provider, HarbourWire.Start, settings));

    public DistributorDb NewDb() => newsroom.App.NewDb();

    /// <summary>A page of the running application, whatever address a mail gave it.</summary>
    public Uri At(string pathOrLink) =>
        new(Client.BaseAddress!, new Uri(new Uri("http://localhost"), pathOrLink).PathAndQuery);

    /// <summary>Sends what is due and gives back the newest mail to an address.</summary>
    public async Task<OutboxMail> NewestMailAsync(string to = Email)
    {
        await newsroom.SendAsync();
        return newsroom.Mails.Last(mail => mail.To == to);
    }

    /// <summary>
    /// Sends what is due and gives back the link of the newest mail that has one. Of mails that left together none is the newer, so
    /// the path says which is meant.
    /// </summary>
    public async Task<string> NewestLinkAsync(string path, string to = Email)
    {
        await newsroom.SendAsync();
        return newsroom.Mails.Where(mail => mail.To == to).SelectMany(mail => LinksIn(mail, path)).Last();
    }

    public int CountMails(string to = Email) => newsroom.Mails.Count(mail => mail.To == to);

    /// <summary>The first link of a mail whose path begins so, as a path of the running application.</summary>
    public static string LinkIn(OutboxMail mail, string path) => LinksIn(mail, path).First();

    private static IEnumerable<string> LinksIn(OutboxMail mail, string path) =>
        Links()
            .Matches(mail.Text)
            .Select(link => new Uri(link.Value).PathAndQuery)
            .Where(found => found.StartsWith(path, StringComparison.Ordinal));

    /// <summary>Fills in the form by program; the fields a browser would send.</summary>
    public async Task<HttpResponseMessage> SignUpAsync(
        string email = Email,
        params (string Name, string Value)[] more
    ) =>
        await PostAsync(
            "/subscribe",
            [
                ("email", email),
                ("all", "yes"),
                ("cadence", "daily"),
                ("at", "07:30"),
                ("zone", "Europe/Lisbon"),
                ("language", "en"),
                .. more,
            ]
        );

    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(
            fields
                .GroupBy(field => field.Name)
                .SelectMany(group => group.Key == "topics" ? group : group.TakeLast(1))
                .Select(field => KeyValuePair.Create(field.Name, field.Value))
        );
        return await Client.PostAsync(new Uri(path, UriKind.Relative), content, Token);
    }

    /// <summary>Signs up and confirms; the settings link of the welcome.</summary>
    public async Task<string> SubscribeAsync(string email = Email, params (string Name, string Value)[] more)
    {
        using var asked = await SignUpAsync(email, more);
        asked.EnsureSuccessStatusCode();
        using var confirmed = await PostAsync(await NewestLinkAsync("/confirm/", email));
        confirmed.EnsureSuccessStatusCode();
        return LinkIn(await NewestMailAsync(email), "/preferences/");
    }

    public async Task<Address> AddressAsync(string email = Email)
    {
        await using var db = NewDb();
        return await db
            .Addresses.Include(a => a.Subscriptions)
            .Include(a => a.Schedules)
            .SingleAsync(a => a.Value == email, Token);
    }

    /// <summary>What the recurring job does by the minute.</summary>
    public async Task TendAsync()
    {
        await newsroom.App.Service<PreferenceService>().EndPausesAsync(Token);
        await newsroom.App.Service<ErasureService>().EraseDueAsync(Token);
        await newsroom.App.Service<ErasureService>().ForgetUnconfirmedAsync(Token);
    }

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => newsroom.DisposeAsync();

    [GeneratedRegex(@"https?://[^\s<>""]+")]
    private static partial Regex Links();
}
