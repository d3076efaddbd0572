import Payments

extension Settings {
    /// The provider of card payments that the settings name; `nil` where cards are not taken.
    func cardProvider() throws -> (any CardProvider)? {
        if paymentsProvider.isEmpty { return nil }
        let scheme = "sandbox+"
        let origin = paymentsProvider.dropFirst(scheme.count)
        guard paymentsProvider.hasPrefix(scheme), origin.hasPrefix("http://") || origin.hasPrefix("https://") else {
            throw StartError("payments.provider: write it as sandbox+http://HOST:PORT")
        }
        guard paymentsKey.count >= 16 else { throw StartError("payments.key: needs at least 16 characters") }
        return SandboxProvider(origin: String(origin), key: paymentsKey)
    }
}
