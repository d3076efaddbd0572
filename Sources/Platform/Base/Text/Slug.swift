import Foundation

/// A text as part of an address: lower case, letters and digits joined by hyphens. Latin letters lose their accents;
/// other scripts keep theirs.
public enum Slug {
    /// `Éclairage public n° 3` → `eclairage-public-n-3`; empty where the text has no letter or digit.
    public static func of(_ text: String, limit: Int = 80) -> String {
        var slug = ""
        var pendingHyphen = false
        for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            if scalar.properties.generalCategory == .nonspacingMark, slug.unicodeScalars.last?.isASCII ?? true {
                continue
            }
            if let plain = replacements[scalar] ?? letter(scalar) {
                if pendingHyphen, !slug.isEmpty { slug += "-" }
                pendingHyphen = false
                slug += plain
            } else {
                pendingHyphen = true
            }
        }
        slug = String(slug.precomposedStringWithCanonicalMapping.prefix(limit))
        while slug.hasSuffix("-") { slug.removeLast() }
        return slug
    }

    private static func letter(_ scalar: Unicode.Scalar) -> String? {
        let properties = scalar.properties
        let isWord = properties.isAlphabetic || properties.numericType != nil
        return isWord || properties.generalCategory == .nonspacingMark ? String(scalar) : nil
    }

    /// Latin letters that are no other letter with an accent.
    private static let replacements: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    ]
}
