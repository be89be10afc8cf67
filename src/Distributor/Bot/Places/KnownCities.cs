namespace Distributor.Bot.Places;

/// <summary>
/// Large cities that no zone is named after, and large ones as our languages call them. Everything else is found by its zone or
/// its country, or by sharing where one is.
/// </summary>
internal static class KnownCities
{
    public static IEnumerable<(string City, string Zone)> All =>
        Rows.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(row => row.Split(':', StringSplitOptions.TrimEntries))
            .SelectMany(row => row[1].Split(',', StringSplitOptions.TrimEntries).Select(city => (city, row[0])));

    private const string Rows = """
        Europe/Madrid: Barcelona, Valencia, Sevilla, Seville, Zaragoza, Málaga, Bilbao, Мадрид, Барселона, مدريد, برشلونة
        Europe/Lisbon: Lisboa, Porto, Oporto, Лиссабон, لشبونة
        Europe/London: Londres, Manchester, Birmingham, Glasgow, Edinburgh, Liverpool, Bristol, Cardiff, Лондон, لندن
        Europe/Dublin: Cork, Dublín, Дублин, دبلن
        Europe/Paris: París, Lyon, Marseille, Toulouse, Nice, Bordeaux, Париж, باريس
        Europe/Brussels: Bruselas, Antwerp, Брюссель, بروكسل
        Europe/Amsterdam: Rotterdam, The Hague, Utrecht, Ámsterdam, Амстердам, أمستردام
        Europe/Berlin: Berlín, Munich, Hamburg, Cologne, Frankfurt, Stuttgart, Leipzig, Берлин, Мюнхен, برلين
        Europe/Zurich: Geneva, Ginebra, Bern, Basel, Zúrich, Женева, Цюрих, جنيف
        Europe/Rome: Roma, Milan, Milán, Naples, Turin, Florence, Рим, Милан, روما
        Europe/Vienna: Viena, Вена, فيينا
        Europe/Prague: Praga, Brno, Прага, براغ
        Europe/Warsaw: Varsovia, Krakow, Gdansk, Варшава, وارسو
        Europe/Athens: Atenas, Thessaloniki, Афины, أثينا
        Europe/Stockholm: Estocolmo, Gothenburg, Стокгольм, ستوكهولم
        Europe/Kyiv: Kiev, Kyiv, Kharkiv, Odesa, Odessa, Lviv, Киев, Харьков, Одесса, كييف
        Europe/Minsk: Минск, مينسك
        Europe/Moscow: Moscú, Saint Petersburg, St Petersburg, San Petersburgo, Kazan, Sochi, Москва, Санкт-Петербург, Казань, Сочи, Ростов-на-Дону, موسكو
        Europe/Samara: Самара, Тольятти
        Asia/Yekaterinburg: Ekaterinburg, Екатеринбург, Челябинск, Уфа, Пермь, Тюмень
        Asia/Omsk: Омск
        Asia/Novosibirsk: Новосибирск
        Asia/Krasnoyarsk: Красноярск
        Asia/Irkutsk: Иркутск
        Asia/Vladivostok: Владивосток, Хабаровск
        Asia/Almaty: Astana, Алматы, Астана
        Asia/Tashkent: Ташкент, طشقند
        Asia/Tbilisi: Тбилиси
        Asia/Yerevan: Ереван, Ereván
        Asia/Baku: Баку, Bakú
        Europe/Istanbul: Ankara, Izmir, Estambul, Стамбул, Анкара, إسطنبول, أنقرة
        Asia/Jerusalem: Tel Aviv, Haifa, Jerusalén, Иерусалим, Тель-Авив
        Asia/Gaza: غزة
        Asia/Hebron: Ramallah, رام الله, القدس
        Asia/Beirut: Beirut, Бейрут, بيروت
        Asia/Damascus: Damasco, Aleppo, Дамаск, دمشق, حلب
        Asia/Amman: Amán, Амман, عمّان, عمان
        Asia/Baghdad: Bagdad, Basra, Mosul, Erbil, Багдад, بغداد, البصرة, الموصل, أربيل
        Asia/Riyadh: Jeddah, Mecca, Medina, Riad, Эр-Рияд, الرياض, جدة, مكة, المدينة
        Asia/Kuwait: Kuwait City, الكويت
        Asia/Qatar: Doha, Доха, الدوحة
        Asia/Bahrain: Manama, المنامة
        Asia/Dubai: Abu Dhabi, Sharjah, Dubái, Дубай, Абу-Даби, دبي, أبوظبي, أبو ظبي, الشارقة
        Asia/Muscat: Mascate, مسقط
        Asia/Aden: Sanaa, صنعاء, عدن
        Asia/Tehran: Teherán, Isfahan, Тегеран, طهران
        Africa/Cairo: El Cairo, Alexandria, Giza, Каир, القاهرة, الإسكندرية
        Africa/Khartoum: Jartum, الخرطوم
        Africa/Tripoli: Trípoli, Benghazi, طرابلس, بنغازي
        Africa/Tunis: Túnez, Тунис, تونس
        Africa/Algiers: Argel, Oran, Алжир, الجزائر, وهران
        Africa/Casablanca: Rabat, Marrakesh, Fez, Tangier, Касабланка, الدار البيضاء, الرباط, مراكش
        Africa/Lagos: Abuja, Kano
        Africa/Johannesburg: Cape Town, Durban, Pretoria, Ciudad del Cabo
        Asia/Kolkata: Mumbai, Delhi, New Delhi, Bangalore, Bengaluru, Chennai, Hyderabad, Calcutta, Дели, Мумбаи, دلهي, مومباي
        Asia/Karachi: Lahore, Islamabad, كراتشي
        Asia/Dhaka: Chittagong
        Asia/Shanghai: Beijing, Pekín, Guangzhou, Shenzhen, Shanghái, Пекин, Шанхай, بكين, شنغهاي
        Asia/Tokyo: Osaka, Kyoto, Nagoya, Tokio, Токио, طوكيو
        Asia/Seoul: Busan, Seúl, Сеул
        Asia/Ho_Chi_Minh: Hanoi, Saigon
        Asia/Jakarta: Bandung, Yakarta, جاكرتا
        Australia/Sydney: Canberra, Sídney, Сидней
        America/New_York: Nueva York, New York City, Washington, Washington DC, Boston, Miami, Atlanta, Philadelphia, Нью-Йорк, Вашингтон, نيويورك, واشنطن
        America/Chicago: Houston, Dallas, Austin, San Antonio, Minneapolis, Чикаго, شيكاغو
        America/Denver: Salt Lake City, Albuquerque
        America/Los_Angeles: San Francisco, Seattle, San Diego, Las Vegas, Portland, Los Ángeles, Лос-Анджелес, لوس أنجلوس
        America/Toronto: Montreal, Ottawa, Quebec, Торонто
        America/Mexico_City: Ciudad de México, México, Guadalajara, Puebla, Мехико
        America/Bogota: Medellín, Cali, Barranquilla, Богота
        America/Lima: Arequipa, Лима
        America/Caracas: Maracaibo, Каракас
        America/Guayaquil: Quito
        America/La_Paz: Santa Cruz de la Sierra, Cochabamba
        America/Santiago: Valparaíso, Santiago de Chile, Сантьяго
        America/Argentina/Buenos_Aires: Rosario, La Plata, Буэнос-Айрес, بوينس آيرس
        America/Havana: La Habana, Гавана
        America/Sao_Paulo: Rio de Janeiro, Río de Janeiro, Brasília, Brasilia, Belo Horizonte, Curitiba, Рио-де-Жанейро
        """;
}
