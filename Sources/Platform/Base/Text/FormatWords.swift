import Foundation

/// The words and signs with which a language writes dates and numbers.
struct FormatWords: Sendable {
    var months: [String]
    var shortMonths: [String]
    /// From Monday.
    var weekdays: [String]
    var afterWeekday = " "
    var firstDay = "1"
    var beforeTime: String
    var decimalSign: String
    var groupSign: String
    var minus = "-"
    var percent: String
    var symbolFirst = false
    var symbols: [String: String]
    var bytes: [String]
    var comma: String
    var and: String

    static func of(_ language: Language) -> FormatWords {
        switch language.primary {
        case "fr": french
        case "ar": arabic
        default: english
        }
    }

    /// The decimal digits of a number that is not negative.
    static func fixed(_ number: Double, decimals: Int) -> String {
        String(format: "%.\(min(max(decimals, 0), 15))f", number)
    }

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    static let english = FormatWords(
        months: words(
            "January February March April May June July August September October November December"),
        shortMonths: words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
        weekdays: words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
        beforeTime: " at ", decimalSign: ".", groupSign: ",", percent: "%", symbolFirst: true,
        symbols: ["EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "VND": "₫"],
        bytes: ["bytes", "kB", "MB", "GB", "TB"], comma: ", ", and: " and ")

    static let french = FormatWords(
        months: words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
        shortMonths: words("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
        weekdays: words("lundi mardi mercredi jeudi vendredi samedi dimanche"),
        firstDay: "1er", beforeTime: " à ", decimalSign: ",", groupSign: "\u{202F}", percent: "\u{202F}%",
        symbols: ["EUR": "€", "GBP": "£GB", "USD": "$US", "INR": "₹", "KRW": "₩", "ILS": "₪", "VND": "₫"],
        bytes: ["octets", "ko", "Mo", "Go", "To"], comma: ", ", and: " et ")

    static let arabic = FormatWords(
        months: words("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
        shortMonths: words("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
        weekdays: words("الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"),
        afterWeekday: "، ", beforeTime: " في ", decimalSign: ".", groupSign: ",", minus: "\u{200E}-",
        percent: "\u{200E}%",
        symbols: [
            "EUR": "يورو", "GBP": "جنيه إسترليني", "USD": "دولار أمريكي", "MAD": "درهم مغربي", "AED": "درهم إماراتي",
            "TND": "دينار تونسي", "DZD": "دينار جزائري", "EGP": "جنيه مصري", "SAR": "ريال سعودي", "KWD": "دينار كويتي",
        ],
        bytes: ["بايت", "كيلوبايت", "ميغابايت", "غيغابايت", "تيرابايت"], comma: "، ", and: " و")
}
