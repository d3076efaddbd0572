import Base
import Store

/// The search over records: words as they are written and, for names that are spelt in several ways, as they sound.
enum RecordSearch {
    static let index = SearchIndex("registries_search")

    /// What is found of a record: all that is known of it now, also what was true before and what will be.
    static func document(_ versions: [[String: JSON]], _ definition: RegistryDefinition) -> SearchIndex.Document {
        func texts(_ fields: [String]) -> [String] {
            var seen: Set<String> = []
            return versions.flatMap { values in fields.flatMap { Field.indexText(values[$0] ?? .null) } }
                .filter { seen.insert($0).inserted }
        }
        let searched = definition.searchedFields.map(\.name)
        let keys = definition.recordKey.filter { definition.field($0)?.type.isParty == false }
        let title = texts(definition.naming.filter(searched.contains) + keys)
        let body = texts(searched.filter { !definition.naming.contains($0) })
        let sounds = SearchWords.of((title + body).joined(separator: " ")).compactMap { sound(of: $0) }
        return .init(title: title.joined(separator: " "), body: (body + sounds).joined(separator: " "))
    }

    /// The words by which to look where nothing was found as written; `nil` where they sound like nothing.
    static func sounding(like words: String) -> String? {
        let sounds = SearchWords.of(words).compactMap { sound(of: $0) }
        return sounds.isEmpty ? nil : sounds.joined(separator: " ")
    }

    /// A word without vowels, doubled letters and differences that are not heard, led by `zz` so that it meets no other word:
    /// `Catherine` and `Kathryn` are `zzktrn`. For Latin and Arabic letters; others have no sound.
    static func sound(of word: String) -> String? {
        var result = ""
        var previous: Character?
        let letters = Array(word)
        for (index, letter) in letters.enumerated() {
            let next = index + 1 < letters.count ? letters[index + 1] : nil
            guard let heard = heard(letter, before: next) else { continue }
            if heard != previous { result.append(heard) }
            previous = heard
        }
        return result.count < 2 ? nil : "zz" + result
    }

    private static func heard(_ letter: Character, before next: Character?) -> Character? {
        switch letter {
        case "a", "e", "i", "o", "u", "y", "h", "ا", "و", "ي", "ه", "ء", "ع": nil
        case "c", "k", "q", "g", "ك", "ق", "غ", "خ": next == "h" && letter == "c" ? "s" : "k"
        case "s", "z", "x", "س", "ص", "ش", "ز", "ذ", "ظ": "s"
        case "d", "t", "د", "ت", "ط", "ث", "ض": "t"
        case "b", "v", "w", "f", "ب", "ف": "f"
        case "p": next == "h" ? "f" : "p"
        case "m", "م": "m"
        case "n", "ن": "n"
        case "l", "ل": "l"
        case "r", "ر": "r"
        case "j", "ج": "j"
        default: nil
        }
    }
}
