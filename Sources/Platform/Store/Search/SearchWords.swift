import Foundation

/// Cuts text into the words by which it is found, the same for both engines and for every language: letters in lower
/// case without accents or vowel signs, digits as 0–9. No stemming and no list of languages.
public enum SearchWords {
    /// The words of a text, in order. Han, kana and the like, which are written without spaces, are words each.
    public static func of(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        func end() {
            if !word.isEmpty { words.append(withoutArticle(word)) }
            word = ""
        }
        for scalar in text.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            switch scalar.properties.generalCategory {
            // Accents, Arabic vowel signs and the hamza of أ إ ؤ ئ, all of them separate since the decomposition.
            case .nonspacingMark, .enclosingMark, .format: continue
            case .modifierLetter where scalar == "\u{0640}": continue  // tatweel
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .spacingMark:
                if isIdeograph(scalar) {
                    end()
                    words.append(String(scalar))
                } else {
                    word += folded(scalar)
                }
            case .decimalNumber:
                word += scalar.properties.numericValue.map { String(Int($0)) } ?? ""
            case .letterNumber, .otherNumber: word.unicodeScalars.append(scalar)
            default: end()
            }
        }
        end()
        return words
    }

    /// Letters that no decomposition brings to their plain form.
    private static func folded(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "ß": "ss"
        case "æ": "ae"
        case "œ": "oe"
        case "ø": "o"
        case "đ", "ð": "d"
        case "ł": "l"
        case "ħ": "h"
        case "ı": "i"
        case "þ": "th"
        case "ى", "ی": "ي"
        case "ة": "ه"
        case "ک": "ك"
        case "ٱ": "ا"
        default: String(scalar)
        }
    }

    /// In Arabic the article, with or without "and", "with", "so", "like", is written in one with its word; who looks
    /// for رخصة means الرخصة too.
    private static func withoutArticle(_ word: String) -> String {
        for article in ["وال", "بال", "فال", "كال", "ال"]
        where word.hasPrefix(article) && word.count >= article.count + 3 {
            return String(word.dropFirst(article.count))
        }
        return word
    }

    private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isIdeographic || (0x3040...0x30FF).contains(scalar.value)
    }
}
