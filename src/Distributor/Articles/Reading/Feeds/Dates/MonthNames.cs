using System.Collections.Frozen;

namespace Distributor.Articles.Reading.Feeds.Dates;

/// <summary>Months by name and abbreviation in the languages feeds put into their dates, against every RFC.</summary>
static class MonthNames
{
    /// <summary>One line a language, months in order, spellings of one month separated by a bar, without dots and accents.</summary>
    static readonly string[] Languages =
    [
        "january|jan february|feb|febr march|mar april|apr may june|jun july|jul august|aug september|sep|sept october|oct november|nov december|dec",
        "januar|jaenner|janner februar maerz|marz|mrz april mai juni juli august september oktober|okt november dezember|dez",
        "janvier|janv fevrier|fevr|fev mars avril|avr mai juin juillet|juil aout septembre octobre novembre decembre",
        "enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre|set octubre noviembre diciembre|dic",
        "gennaio|gen febbraio marzo aprile maggio|mag giugno|giu luglio|lug agosto settembre|sett ottobre|ott novembre dicembre",
        "janeiro fevereiro marco abril maio junho julho agosto setembro outubro|out novembro dezembro",
        "januari februari maart|mrt april mei juni juli augustus september oktober november december",
        "januar februar marts april maj juni juli august september oktober november december|des",
        "stycznia|styczen|sty lutego|luty|lut marca|marzec kwietnia|kwiecien|kwi maja czerwca|czerwiec|cze lipca|lipiec|lip sierpnia|sierpien|sie wrzesnia|wrzesien|wrz pazdziernika|pazdziernik|paz listopada|listopad|lis grudnia|grudzien|gru",
        "января|январь|янв февраля|февраль|фев марта|март|мар апреля|апрель|апр мая|маи|май июня|июнь|июн июля|июль|июл августа|август|авг сентября|сентябрь|сен|сент октября|октябрь|окт ноября|ноябрь|ноя декабря|декабрь|дек",
        "ιανουαριου|ιανουαριος|ιαν φεβρουαριου|φεβρουαριος|φεβ μαρτιου|μαρτιος|μαρ απριλιου|απριλιος|απρ μαιου|μαιος|μαι|μαϊ ιουνιου|ιουνιος|ιουν|ιον ιουλιου|ιουλιος|ιουλ|ιολ αυγουστου|αυγουστος|αυγ σεπτεμβριου|σεπτεμβριος|σεπ οκτωβριου|οκτωβριος|οκτ νοεμβριου|νοεμβριος|νοε δεκεμβριου|δεκεμβριος|δεκ",
        "januar jebruar marcius|marc aprilis majus|maj junius julius augusztus szeptember|szept oktober november december",
        "ocak|oca subat|sub mart nisan|nis mayis haziran|haz temmuz|tem agustos|agu eylul|eyl ekim|eki kasim|kas aralik|ara",
        "januari februari maret april mei juni juli agustus|agu september oktober november desember|des",
    ];

    static readonly FrozenDictionary<string, int> Months = Languages
        .SelectMany(language =>
            language.Split(' ').SelectMany((names, index) => names.Split('|').Select(n => (n, index + 1)))
        )
        // The same spelling in two languages: the first language keeps it (Czech and Polish listopad differ, for one).
        .DistinctBy(pair => pair.n)
        .ToFrozenDictionary(pair => pair.n, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>1 to 12, or 0 when <paramref name="word"/> is no month.</summary>
    public static int Find(string word) => Months.GetValueOrDefault(Folding.WithoutAccents(word));
}
