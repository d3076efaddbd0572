import Base
import Mustache

extension UI {
    /// The style page: every part in every state, in the chosen direction of writing and scheme of colours, and a few parts
    /// the other way round. Its words are samples and stand here, in English and in Arabic.
    ///
    /// Mounted by one line: `UI.DesignPage.declare(on: &routes, views: views)`.
    public struct DesignPage: Component {
        public static let partial = "design"
        let chosen: DesignSpecimen
        let specimens: [HTML]
        let title: String

        init(_ chosen: DesignSpecimen, title: String, views: ViewLibrary) {
            (self.chosen, self.title) = (chosen, title)
            specimens = [chosen.drawn(views), chosen.opposite.drawn(views)]
        }

        /// Declares the page at `/design`.
        public static func declare(on routes: inout Routes, views: ViewLibrary) {
            routes.get("/design", cache: .shared(seconds: 60)) { call in
                let name = call.input.query["specimen"]
                let chosen = DesignSpecimen.all.first { $0.name == name } ?? DesignSpecimen(.english, .light)
                let title = views.texts("design.title", in: call.language)
                return .page(Page("design", title: title, DesignPage(chosen, title: title, views: views)))
            }
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "specimens": specimens.map { Members(["markup": $0]) }
            case "choice": choice
            case "colours": Self.colours.map { Members(["name": $0]) }
            case "iconNames": Icon.allCases.map(\.rawValue)
            default: nil
            }
        }

        private var choice: Tabs {
            Tabs(
                title,
                DesignSpecimen.all.map {
                    Link(
                        $0.title, "/design?specimen=\($0.name)", isCurrent: $0.name == chosen.name,
                        language: $0.language)
                })
        }

        private static let colours = [
            "paper", "sheet", "wash", "ink", "soft", "line", "edge", "civic", "civic-wash", "done", "notice", "warning",
            "problem",
        ]
    }

    /// All parts in one language and one scheme of colours.
    public struct DesignSpecimen: Component {
        public static let partial = "design-specimen"
        public enum Scheme: String, Sendable, CaseIterable { case light, dark }

        public let language: Language
        public let scheme: Scheme
        /// Only a few parts.
        let isShort: Bool

        init(_ language: Language, _ scheme: Scheme, short isShort: Bool = false) {
            (self.language, self.scheme, self.isShort) = (language, scheme, isShort)
        }

        var name: String { "\(language)-\(scheme.rawValue)" }

        /// A few parts in the other direction and the other scheme.
        var opposite: DesignSpecimen {
            DesignSpecimen(language.isRightToLeft ? .english : .arabic, scheme == .light ? .dark : .light, short: true)
        }

        private static let short: Set<String> = [
            "buttons", "tags", "cards", "notices", "timeline", "deadlines", "table", "barChart",
        ]

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
            default: isShort && !Self.short.contains(key) ? Absent() : samples.member(key)
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
            DesignSamples(
                isArabic: language.isRightToLeft, suffix: "\(language.rawValue)-\(scheme.rawValue)", title: title)
        }
    }
}
