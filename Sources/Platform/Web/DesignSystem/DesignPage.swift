import Base
import Mustache

extension UI {
    /// The style page: every part in every state, in both directions of writing, one light and one dark.
    ///
    /// Its words are samples and stand here, in English and in Arabic. Each specimen is drawn with the views of its own
    /// language. Mounted by one line: `UI.DesignPage.declare(on: &routes, views: views)`.
    public struct DesignPage: Component {
        public static let partial = "design"
        let specimens: [HTML]
        /// The page with the schemes the other way round.
        let other: String

        /// - Parameter isOther: English dark and Arabic light, instead of English light and Arabic dark.
        public init(views: ViewLibrary, isOther: Bool = false) {
            let pair = isOther
                ? [DesignSpecimen(.english, .dark), DesignSpecimen(.arabic, .light)]
                : [DesignSpecimen(.english, .light), DesignSpecimen(.arabic, .dark)]
            specimens = pair.map { $0.drawn(views) }
            other = isOther ? "/design" : "/design?schemes=other"
        }

        /// Declares the page at `/design`.
        public static func declare(on routes: inout Routes, views: ViewLibrary) {
            routes.get("/design", cache: .shared(seconds: 60)) { call in
                let isOther = call.input.query["schemes"] == "other"
                let title = views.texts("design.title", in: call.language)
                return .page(Page("design", title: title, DesignPage(views: views, isOther: isOther)))
            }
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "specimens": specimens.map { Members(["markup": $0]) }
            case "other": other
            case "colours": Self.colours.map { Members(["name": $0]) }
            case "icons": Icon.allCases.map(\.rawValue)
            default: nil
            }
        }

        private static let colours = [
            "paper", "sheet", "wash", "ink", "soft", "line", "edge", "civic", "civic-wash", "done", "notice", "warning", "problem",
        ]
    }

    /// All parts in one language and one scheme of colours.
    public struct DesignSpecimen: Component {
        public static let partial = "design-specimen"
        public enum Scheme: String, Sendable, CaseIterable { case light, dark }

        public let language: Language
        public let scheme: Scheme

        public init(_ language: Language, _ scheme: Scheme) { (self.language, self.scheme) = (language, scheme) }

        /// Both directions, both schemes.
        static let all: [DesignSpecimen] = [Language.english, .arabic].flatMap { language in
            Scheme.allCases.map { DesignSpecimen(language, $0) }
        }

        /// As a part of a page that has its own heading: the parts' first headings become third ones.
        func drawn(_ views: ViewLibrary) -> HTML {
            let markup = views.drawing(in: language).views.render(self, withTemplate: Self.partial) ?? ""
            return HTML(markup.replacing("<h1", with: "<h3").replacing("</h1>", with: "</h3>"))
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "language": language.rawValue
            case "direction": language.isRightToLeft ? "rtl" : "ltr"
            case "scheme": scheme.rawValue
            case "title": title
            case "frame": Members(["icons": AssetPaths().icons])
            case "csrf": ""
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
