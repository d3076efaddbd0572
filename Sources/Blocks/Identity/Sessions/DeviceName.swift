/// What to call a device, from its browser's `User-Agent`: enough to know one's own devices by, and no more. The header
/// itself is not kept.
enum DeviceName {
    /// In the order in which they must be looked for: most browsers also claim to be others.
    private static let browsers = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"), ("curl", "curl"),
    ]
    private static let systems = [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ]

    /// `Firefox · Android`; the parts that are known, or an empty text.
    static func of(userAgent: String?) -> String {
        let agent = (userAgent ?? "").prefix(400)
        let parts = [browsers, systems].compactMap { names in names.first { agent.contains($0.0) }?.1 }
        return parts.joined(separator: " · ")
    }
}
