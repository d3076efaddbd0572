import Base
import Testing

@Suite("Formats for people")
struct FormatTests {
    let english = Format(.english)
    let french = Format(.french)
    let arabic = Format(.arabic)

    @Test("Dates are written as people say them")
    func dates() throws {
        let date = try #require(LocalDate("2026-11-23"))
        #expect(english.date(date, .full) == "Monday 23 November 2026")
        #expect(english.date(date, .short) == "23 Nov 2026")
        #expect(french.date(date, .full) == "lundi 23 novembre 2026")
        #expect(french.date(try #require(LocalDate("2026-02-01")), .short) == "1er févr. 2026")
        #expect(arabic.date(date, .full) == "الاثنين، 23 نوفمبر 2026")
        #expect(french.month(8, of: 2026) == "août 2026")
        for format in [english, french, arabic] {
            let months = Set((1...12).map { format.month($0, of: 2026) })
            let days = Set(Weekday.allCases.map(format.weekday))
            #expect(months.count == 12 && days.count == 7)
        }
    }

    @Test("Times are those of the zone")
    func times() throws {
        let instant = try #require(Instant(iso8601: "2026-07-01T23:05:00Z"))
        let format = Format(.english, zone: try #require(Zone("Europe/Lisbon")))
        #expect(format.dateTime(instant) == "2 July 2026 at 00:05")
        #expect(format.time(instant) == "00:05")
        #expect(Format(.french).dateTime(instant, .short) == "1er juil. 2026 à 23:05")
    }

    @Test("Numbers have the signs of their language")
    func numbers() {
        #expect(english.number(1_234_567) == "1,234,567")
        #expect(english.number(.min) == "-9,223,372,036,854,775,808")
        #expect(french.number(1_234_567) == "1\u{202F}234\u{202F}567")
        #expect(arabic.number(-1234) == "\u{200E}-1,234")
        #expect(english.number(999) == "999")
        #expect(french.number(1234.565, decimals: 1) == "1\u{202F}234,6")
        #expect(english.number(-0.001, decimals: 2) == "0.00")
        #expect(english.number(.nan, decimals: 2) == "–")
        #expect(english.percent(0.125, decimals: 1) == "12.5%")
        #expect(french.percent(0.5) == "50\u{202F}%")
    }

    @Test("Money shows its currency and all its digits")
    func money() throws {
        let amount = Money(minorUnits: -123_450, .euro)
        #expect(english.money(amount) == "-€1,234.50")
        #expect(french.money(amount) == "-1\u{202F}234,50\u{A0}€")
        #expect(arabic.money(Money(minorUnits: 5, .euro)) == "0.05\u{A0}يورو")
        #expect(english.money(Money(minorUnits: 1500, .yen)) == "¥1,500")
        #expect(english.money(Money(minorUnits: 1500, try #require(Currency(rawValue: "CHF")))) == "CHF\u{A0}15.00")
        #expect(french.money(Money(minorUnits: 1234, .kuwaitiDinar)) == "1,234\u{A0}KWD")
    }

    @Test("Sizes are short")
    func bytes() {
        #expect(english.bytes(0) == "0\u{A0}bytes")
        #expect(english.bytes(2_340_000) == "2.3\u{A0}MB")
        #expect(english.bytes(999_999) == "1\u{A0}MB")
        #expect(french.bytes(1500) == "1,5\u{A0}ko")
    }

    @Test("Lists end with and")
    func lists() {
        #expect(english.list([]) == "")
        #expect(english.list(["a"]) == "a")
        #expect(english.list(["a", "b", "c"]) == "a, b and c")
        #expect(french.list(["a", "b"]) == "a et b")
        #expect(arabic.list(["أ", "ب", "ج"]) == "أ، ب وج")
    }

    @Test(
        "Days are counted as people count them",
        arguments: [
            (0, "today", "aujourd’hui", "اليوم"), (1, "tomorrow", "demain", "غدًا"), (-1, "yesterday", "hier", "أمس"),
            (2, "in 2 days", "dans 2 jours", "خلال يومين"), (3, "in 3 days", "dans 3 jours", "خلال 3 أيام"),
            (-11, "11 days ago", "il y a 11 jours", "قبل 11 يومًا"), (45, "in 45 days", "dans 45 jours", "خلال 45 يومًا"),
            (61, "in 2 months", "dans 2 mois", "خلال شهرين"), (-46, "1 month ago", "il y a 1 mois", "قبل شهر واحد"),
            (365, "in 1 year", "dans 1 an", "خلال سنة واحدة"), (-1100, "3 years ago", "il y a 3 ans", "قبل 3 سنوات"),
        ])
    func relativeDays(_ days: Int, _ inEnglish: String, _ inFrench: String, _ inArabic: String) throws {
        let today = try #require(LocalDate("2026-11-23"))
        let day = today.adding(days: days)
        #expect(english.relative(day: day, today: today) == inEnglish)
        #expect(french.relative(day: day, today: today) == inFrench)
        #expect(arabic.relative(day: day, today: today) == inArabic)
    }

    @Test("Less than a day is told in hours and minutes")
    func relativeInstants() {
        let now = Instant(seconds: 1_800_000_000)
        #expect(english.relative(now - .seconds(5), to: now) == "just now")
        #expect(english.relative(now + .seconds(5), to: now) == "in a moment")
        #expect(english.relative(now - .seconds(60), to: now) == "1 minute ago")
        #expect(english.relative(now + .seconds(7300), to: now) == "in 2 hours")
        #expect(arabic.relative(now - .seconds(7300), to: now) == "قبل ساعتين")
        #expect(english.relative(now - .seconds(86_400 * 3), to: now) == "3 days ago")
    }
}
