import Foundation
import ServiceDefinition

/// Finds services by everyday words in every language at once, and forgives a slip: words are compared by their trigrams.
struct ServiceSearch: Sendable {
    private struct Text: Sendable {
        var key: String
        /// Trigrams of each word, with the weight of where it stands.
        var words: [(trigrams: Set<String>, weight: Double)]
    }

    private let texts: [Text]

    init(_ services: [Service]) {
        texts = services.map { service in
            var words: [(Set<String>, Double)] = []
            func add(_ wording: Wording?, _ weight: Double) {
                guard let wording else { return }
                for text in [wording.original] + wording.translations.values {
                    words += Self.words(text).map { (Self.trigrams($0), weight) }
                }
            }
            add(service.title, 1)
            for keyword in service.keywords { add(keyword, 1) }
            add(service.summary, 0.7)
            for line in service.forWhom { add(line, 0.4) }
            if let topic = service.topic { words += Self.words(topic).map { (Self.trigrams($0), 0.7) } }
            return Text(key: service.key, words: words.map { (trigrams: $0.0, weight: $0.1) })
        }
    }

    /// The keys of services that answer, the best first.
    func find(_ query: String) -> [String] {
        let asked = Self.words(query).map(Self.trigrams)
        guard !asked.isEmpty else { return [] }
        let found = texts.compactMap { text -> (key: String, score: Double)? in
            let scores = asked.map { word in text.words.map { Self.likeness(word, $0.trigrams) * $0.weight }.max() ?? 0
            }
            // Every word should be met; one that is met badly may be a word that says little.
            let met = scores.filter { $0 >= 0.3 }
            guard met.count * 2 > scores.count else { return nil }
            return (text.key, met.reduce(0, +) / Double(scores.count))
        }
        return found.sorted { ($1.score, $0.key) < ($0.score, $1.key) }.map(\.key)
    }

    /// Jaccard's index, with a prize for words that begin alike.
    static func likeness(_ a: Set<String>, _ b: Set<String>) -> Double {
        let shared = Double(a.intersection(b).count)
        guard shared > 0 else { return 0 }
        return max(shared / Double(a.union(b).count), 0.8 * shared / Double(a.count))
    }

    /// Lower case without accents; letters that Arabic writes in several ways are one.
    static func words(_ text: String) -> [String] {
        let plain = text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
        var words = [""]
        for scalar in plain.unicodeScalars {
            switch scalar {
            case "أ", "إ", "آ": words[words.count - 1].append("ا")
            case "ة": words[words.count - 1].append("ه")
            case "ى": words[words.count - 1].append("ي")
            case "\u{064B}"..."\u{0652}", "\u{0640}": continue
            default:
                if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                    words[words.count - 1].unicodeScalars.append(scalar)
                } else if words.last != "" {
                    words.append("")
                }
            }
        }
        return words.filter { !$0.isEmpty && !little.contains($0) }
    }

    /// Words that say nothing about what is looked for.
    private static let little: Set<String> = [
        "a", "an", "the", "my", "your", "to", "for", "of", "le", "la", "les", "un", "une", "mon", "ma", "votre", "de",
        "du", "des", "pour",
    ]

    static func trigrams(_ word: String) -> Set<String> {
        let letters = Array("  \(word) ")
        guard letters.count >= 3 else { return [] }
        return Set((0...(letters.count - 3)).map { String(letters[$0..<($0 + 3)]) })
    }
}
