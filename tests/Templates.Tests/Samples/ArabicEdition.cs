using NodaTime;

namespace Distributor.Templates.Tests.Samples;

/// <summary>A morning from right to left, with Latin names and one English story in it.</summary>
internal static class ArabicEdition
{
    public static DigestView View { get; } =
        new()
        {
            Publication = "بريد الرصيف",
            Language = "ar",
            Date = Editions.Monday,
            SiteUrl = Editions.Site,
            PostalAddress = "Quayside Courier, 3 Lantern Lane, 4050 Porto, Portugal",
            Lead = new StoryView
            {
                Title = "حرّاس المنارات يعودون إلى الساحل الشمالي بعد أربعين عامًا",
                Summary =
                    "عاد الحرّاس هذا الأسبوع إلى أربعة أبراج. وتقول إدارة الميناء إن العواصف باتت أطول من عمر بطاريات "
                    + "المصابيح الآلية، وإن رجلًا معه جهاز لاسلكي أقل كلفة من سفينة غارقة.",
                Topic = "الساحل",
                Source = "مراقب الخليج",
                Url = Editions.Article("lighthouse-keepers"),
                Published = Editions.Monday.At(new LocalTime(6, 40)),
                Picture = Editions.Lighthouse with { Alt = "منارة على صخرة عند الغسق" },
                AlsoAt =
                [
                    Editions.Other("The Tidal Review"),
                    Editions.Other("صحيفة الشمال"),
                    Editions.Other("Rádio Maré"),
                    Editions.Other("Dagens Kyst"),
                    Editions.Other("Northern Sheet"),
                ],
            },
            Topics =
            [
                new TopicView
                {
                    Name = "الساحل",
                    More = 14,
                    Stories =
                    [
                        Editions.Story(
                            "الساحل",
                            "The Tidal Review",
                            "بلدات العبّارات تريد جدول المواعيد على الورق",
                            5,
                            50
                        ) with
                        {
                            Summary = "تقول ستة موانئ إن شبكة الهاتف تنقطع في عرض البحر حين تشتد الحاجة إليها.",
                        },
                        Editions.Story("الساحل", "صحيفة الشمال", "الجسر المتحرك يُغلق ليلتين لأعمال الطلاء", 5, 12) with
                        {
                            AlertedAt = Editions.Monday.PlusDays(-1).At(new LocalTime(18, 5)),
                        },
                    ],
                },
                new TopicView
                {
                    Name = "الطاقة",
                    More = 3,
                    Stories =
                    [
                        Editions.Story("الطاقة", "Wire & Watt", "قرية تخزن شمس الصيف في محجر مهجور", 6, 15) with
                        {
                            Summary = "فقد الماء الساخن تحت مترين من الطين عُشر حرارته حتى نوفمبر.",
                            AlsoAt = [Editions.Other("مراقب الخليج")],
                        },
                        Editions.Story(
                            "الطاقة",
                            "Wire & Watt",
                            "Tram depot sells its braking power to a bakery",
                            3,
                            55
                        ) with
                        {
                            TitleLanguage = "en",
                        },
                    ],
                },
            ],
        };
}
