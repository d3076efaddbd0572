/// How long copies may be kept (RFC 9111).
enum CachePolicy {
    static func header(_ cache: Reply.Cache, isPersonal: Bool) -> String {
        switch cache {
        case .immutable: "public, max-age=31536000, immutable"
        case .shared(let seconds) where !isPersonal: "public, max-age=\(seconds)"
        // What depends on who asks is kept by nobody: the next person at the same computer would see it.
        case .shared, .none: isPersonal ? "private, no-store" : "no-cache"
        }
    }
}
