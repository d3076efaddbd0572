import Base

extension UI {
    /// What surrounds every page: head, header, breadcrumb, footer. The page keeps it under the key `frame`.
    public struct Frame: Component {
        public static let partial = "layout"

        public var language: Language
        /// The name of the page, without the site's.
        public var title: String
        /// The government's name, beside the emblem.
        public var siteName: String
        public var home: String
        /// SVG markup, from the jurisdiction; `nil` draws the neutral emblem.
        public var emblem: HTML?
        /// The same page in each language.
        public var languages: [Link]
        public var navigation: [Link]
        public var account: Account?
        /// Where to sign in, for someone who has not.
        public var signIn: Link?
        /// Says that nothing here is real.
        public var demonstration: String?
        public var breadcrumbs: [Link]
        public var footer: [Link]
        /// Where to check the public record, and how many entries it has.
        public var verification: Link?
        public var description: String?
        public var assets: AssetPaths
        /// Whether the page says that an answer is wrong: the title then begins with the word.
        public var hasErrors: Bool

        public init(
            language: Language, title: String, siteName: String, home: String = "/", emblem: HTML? = nil,
            languages: [Link] = [], navigation: [Link] = [], account: Account? = nil, signIn: Link? = nil,
            demonstration: String? = nil, breadcrumbs: [Link] = [], footer: [Link] = [], verification: Link? = nil,
            description: String? = nil, assets: AssetPaths = AssetPaths(), hasErrors: Bool = false
        ) {
            (self.language, self.title, self.siteName, self.home) = (language, title, siteName, home)
            (self.emblem, self.languages, self.navigation) = (emblem, languages, navigation)
            (self.account, self.signIn, self.demonstration) = (account, signIn, demonstration)
            (self.breadcrumbs, self.footer, self.verification) = (breadcrumbs, footer, verification)
            (self.description, self.assets, self.hasErrors) = (description, assets, hasErrors)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "language": language.rawValue
            case "direction": language.isRightToLeft ? "rtl" : "ltr"
            case "title": title
            case "isHome": title == siteName
            case "hasErrors": hasErrors
            case "siteName": siteName
            case "home": home
            case "emblem": emblem ?? Emblem.neutral
            case "languages": languages
            case "hasLanguages": languages.count > 1
            case "navigation": navigation
            case "hasNavigation": !navigation.isEmpty
            case "account": account.orAbsent
            case "signIn": signIn.orAbsent
            case "demonstration": demonstration.orAbsent
            case "breadcrumbs": breadcrumbs
            case "hasBreadcrumbs": !breadcrumbs.isEmpty
            case "footer": footer
            case "verification": verification.orAbsent
            case "description": description.orAbsent
            case "stylesheet": assets.stylesheet
            case "script": assets.script
            case "icons": assets.icons
            case "favicon": assets.favicon
            default: nil
            }
        }
    }

    /// Who is signed in, as the header shows it.
    public struct Account: Component {
        public static let partial = "account"
        public var name: String
        public var href: String
        /// Where the button to sign out sends its form.
        public var signOut: String
        /// On whose behalf, where it is not the person.
        public var onBehalfOf: String?
        /// The token that proves that the form is ours.
        public var token: HiddenField?
        /// What was written to the person, with the number of unread messages.
        public var mailbox: Link?

        public init(
            name: String, href: String, signOut: String, onBehalfOf: String? = nil, token: HiddenField? = nil,
            mailbox: Link? = nil
        ) {
            (self.name, self.href, self.signOut, self.onBehalfOf) = (name, href, signOut, onBehalfOf)
            (self.token, self.mailbox) = (token, mailbox)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "name": name
            case "href": href
            case "signOut": signOut
            case "onBehalfOf": onBehalfOf.orAbsent
            case "token": token.orAbsent
            case "mailbox": mailbox.orAbsent
            default: nil
            }
        }
    }

    /// The addresses of the files that every page needs.
    public struct AssetPaths: Sendable, Hashable {
        public var stylesheet, script, icons, favicon: String

        public init(
            stylesheet: String = "/assets/polity.css", script: String = "/assets/polity.js",
            icons: String = "/assets/icons.svg", favicon: String = "/assets/emblem.svg"
        ) {
            (self.stylesheet, self.script, self.icons, self.favicon) = (stylesheet, script, icons, favicon)
        }
    }
}
