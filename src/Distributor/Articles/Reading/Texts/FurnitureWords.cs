namespace Distributor.Articles.Reading.Texts;

/// <summary>What sites print around an article and scrapers take along.</summary>
internal static class FurnitureWords
{
    /// <summary>Labels that are a whole line, or are glued to the last word of the text. Longer before shorter.</summary>
    public static IReadOnlyList<string> Labels { get; } =
    [
        .. Phrases(
                """
                Show More; Show Less; Read More; Load More; See More; View More; More; Continue Reading;
                Read Full Article; Read Full Story; Back to top button; Back to top; Back To Top; Go to top;
                Scroll to top; Return to top; Share; Share this; Share this article; Share this story;
                Share this post; Share this page; Share article; Share on Facebook; Share on Twitter; Share on X;
                Share on LinkedIn; Share on WhatsApp; Share via Email; Share via e-mail; Facebook; Twitter; X;
                LinkedIn; WhatsApp; Telegram; Pinterest; Reddit; Tumblr; Email; E-mail; Messenger; Viber; Instagram;
                YouTube; VKontakte; Odnoklassniki; Pocket; Skype; StumbleUpon; Line; Copy link; Copy URL; Copy Link;
                Link copied; Print; Print this page; Print this article; Tweet; Pin it; Like; Save; Save article;
                Bookmark; Listen; Listen to this article; Play; Comments; No Comments; Add comment; Add a comment;
                Advertisement; Advertisements; Advertising; Sponsored; Sponsored content; Promoted; Skip to content;
                Skip to main content; Skip advertisement; Menu; Close; Search; Search for; Log in; Login; Log In;
                Sign in; Sign up; Sign Up; Register; Subscribe; Subscribe now; Subscribe Now; Home; Next;
                Next article; Previous; Previous article; Accept; Accept all; Accept All; Accept cookies;
                Accept all cookies; Reject all; Manage cookies; Cookie settings; Got it; Agree; I agree; Related;
                Leave a reply
                """
            )
            .OrderByDescending(label => label.Length),
    ];

    /// <summary>Single words that are cut off when glued to a word; others, as in AirPrint, may belong to it.</summary>
    public static IReadOnlyList<string> GluedWords { get; } =
        Phrases("Share; Tweet; Advertisement; Subscribe; Comments; Facebook; WhatsApp");

    /// <summary>Openings of short lines that speak about the site, not the news; _ stands for the space that must follow.</summary>
    public static IReadOnlyList<string> Openings { get; } =
    [
        .. Phrases(
                """
                read also:; read also_; also read:; also read_; read more:; read more about_; read more on_;
                read more from_; read more here; read next:; see also:; see also_; more on this story; more on this:;
                related:; related story:; related article:; recommended:; you may also like; you might also like;
                click here; tap here; watch now:; listen now:; subscribe to_; subscribe now; subscribe for;
                sign up for_; sign up to_; sign up here; get our_; get the latest_; follow us; follow him on_;
                follow her on_; follow them on_; join our_; join us on_; download our_; download the app; like us on_;
                find us on_; copyright ©; copyright (c); copyright 19; copyright 20; ©_; (c)_; ©; all rights reserved;
                we use cookies; this site uses cookies; this website uses cookies; our website uses cookies;
                by continuing to use; by using this site; by clicking_; please enable javascript; enable javascript;
                your browser does not support; this video cannot be played; share this article; share this story;
                share this with; support our_; support us; donate now; disclaimer:; this article was first published;
                this article first appeared; this story was originally published; lesen sie auch; lire aussi;
                à lire aussi; lea también; leggi anche; leia também; читайте также; اقرأ أيضا; اقرأ أيضًا; filed under;
                tagged with; tags:; photo credit:; image credit:; image source; image caption; getty images
                """
            )
            .Select(opening => opening.Replace('_', ' ')),
    ];

    /// <summary>Headings under which no word of the article follows.</summary>
    public static IReadOnlyList<string> Tails { get; } =
        Phrases(
            """
            related articles; related posts; related stories; related news; related topics; related content;
            more stories; more news; latest news; most read; most popular; trending; trending now; popular posts;
            recommended for you; you may also like; you might also like; leave a reply; leave a comment;
            post a comment; comments; about the author; recent posts; your email address will not be published
            """
        );

    private static string[] Phrases(string list) =>
        list.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
