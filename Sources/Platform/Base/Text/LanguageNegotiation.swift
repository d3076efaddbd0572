extension Language {
    /// The best of `available` for a reader who sent `acceptLanguage` (RFC 9110 §12.5.4), by lookup (RFC 4647 §3.4): the
    /// range the reader likes best decides, and is shortened from the end until it fits. A reader of `pt` gets `pt-BR`
    /// where there is no other Portuguese. The first of `available` where nothing fits; `nil` only where it is empty.
    ///
    /// A header that cannot be understood is read as far as it can: the language of a page is no reason to fail.
    public static func negotiated(acceptLanguage: String, available: [Language]) -> Language? {
        let ranges = ranges(of: acceptLanguage)
        let refused = Set(ranges.filter { $0.quality == 0 }.map(\.range))
        let candidates = available.filter { !refused.contains($0.rawValue.lowercased()) }
        for (range, quality) in ranges where quality > 0 {
            if range == "*" { return candidates.first ?? available.first }
            guard let language = Language(rawValue: range) else { continue }
            for fallback in language.fallbacks {
                if candidates.contains(fallback) { return fallback }
            }
            if let relative = candidates.first(where: { $0.primary == language.primary }) { return relative }
        }
        return candidates.first ?? available.first
    }

    /// The ranges with their quality, best first, equals in the order of the header. At most 32 are read.
    private static func ranges(of header: String) -> [(range: String, quality: Double)] {
        let parts = header.prefix(1000).split(separator: ",").prefix(32)
        let ranges = parts.compactMap { part -> (range: String, quality: Double)? in
            let fields = part.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            guard let range = fields.first, !range.isEmpty else { return nil }
            let weight = fields.dropFirst().first { $0.hasPrefix("q=") }
            let quality = weight.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            return (range, quality.isFinite ? min(max(quality, 0), 1) : 0)
        }
        // A stable sort: the offset breaks ties.
        return ranges.enumerated()
            .sorted { ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset) }
            .map(\.element)
    }
}
