import Base
import HTTPTypes
import Synchronization

/// Which language a caller reads: what was chosen on this device (`?lang=`, kept in a cookie), else what the person's account
/// says, else what the browser asks for (RFC 9110 §12.5.4), else the site's first.
struct LanguageChoice: Sendable {
    let available: [Language]
    private let negotiated = NegotiationCache()

    init(_ available: [Language]) { self.available = available }

    var fallback: Language { available.first ?? .english }

    /// An available language by its tag.
    func language(_ tag: some StringProtocol) -> Language? { available.first { $0.rawValue == tag } }

    func choose(_ headers: HTTPFields, person: Person?) -> Language {
        if let tag = Cookies.value(Cookies.language, in: headers), let chosen = language(tag) { return chosen }
        if let own = person?.language, let chosen = own.fallbacks.first(where: available.contains) { return chosen }
        guard let header = headers[.acceptLanguage], !header.isEmpty else { return fallback }
        return negotiated.language(for: header) {
            Language.negotiated(acceptLanguage: header, available: available) ?? fallback
        }
    }
}

/// Browsers send few different headers; what they mean is worked out once each.
private final class NegotiationCache: Sendable {
    private let known = Mutex<[String: Language]>([:])

    func language(for header: String, negotiate: () -> Language) -> Language {
        if let found = known.withLock({ $0[header] }) { return found }
        let language = negotiate()
        known.withLock {
            if $0.count >= 1000 { $0.removeAll() }
            $0[header] = language
        }
        return language
    }
}
