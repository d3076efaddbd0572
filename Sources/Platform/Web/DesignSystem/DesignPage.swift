import Base

extension UI {
    /// The style page: every part in every state, light and dark, in both directions of writing.
    ///
    /// Its words are samples and stand here, in English and in Arabic. A specimen is drawn by the view
    /// `design-specimen`, in its own language, by whoever holds the views of that language:
    ///
    /// ```swift
    /// let specimens = DesignSpecimen.all.map { HTML(views.draw("design-specimen", $0, in: $0.language)) }
    /// let page = DesignPage(specimens: specimens)
    /// ```
    public struct DesignPage: Component {
        public static let partial = "design"
        public var specimens: [HTML]
        public init(specimens: [HTML]) { self.specimens = specimens }

        public func member(_ key: String) -> Any? {
            switch key {
            case "specimens": specimens.map { Members(["markup": $0]) }
            case "colours":
                ["paper", "sheet", "wash", "ink", "soft", "line", "edge", "civic", "civic-wash", "done", "notice", "warning", "problem"]
                    .map { Members(["name": $0]) }
            case "icons": Icon.allCases.map(\.rawValue)
            default: nil
            }
        }
    }

    /// All parts in one language and one scheme of colours.
    public struct DesignSpecimen: Component {
        public static let partial = "design-specimen"
        public enum Scheme: String, Sendable, CaseIterable { case light, dark }

        public let language: Language
        public let scheme: Scheme
        /// Where the icons of the sprite are.
        public var assets: AssetPaths

        public init(_ language: Language, _ scheme: Scheme, assets: AssetPaths = AssetPaths()) {
            (self.language, self.scheme, self.assets) = (language, scheme, assets)
        }

        /// Both directions, both schemes.
        public static func all(assets: AssetPaths = AssetPaths()) -> [DesignSpecimen] {
            [.english, .arabic].flatMap { language in Scheme.allCases.map { .init(language, $0, assets: assets) } }
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "language": language.rawValue
            case "direction": language.isRightToLeft ? "rtl" : "ltr"
            case "scheme": scheme.rawValue
            case "title": title
            case "frame": Members(["icons": assets.icons])
            default: samples.member(key)
            }
        }

        var title: String {
            switch (language.isRightToLeft, scheme) {
            case (false, .light): "Light, left to right"
            case (false, .dark): "Dark, left to right"
            case (true, .light): "فاتح، من اليمين إلى اليسار"
            case (true, .dark): "داكن، من اليمين إلى اليسار"
            }
        }

        private var samples: DesignSamples {
            DesignSamples(isArabic: language.isRightToLeft, suffix: "\(language.rawValue)-\(scheme.rawValue)", title: title)
        }
    }
}
