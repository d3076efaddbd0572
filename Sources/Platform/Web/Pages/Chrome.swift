import Base

/// What the layout around every page needs to know about the call.
struct Chrome: Sendable {
    /// The path and query of the page, as they came: language links lead back to it.
    var address: String
    var language: Language
    var person: Person?
    /// The token that forms of this page carry.
    var csrf: String
}

/// The root of what a view can name: the page's own model, and around it `frame`, `csrf`, `language`, `direction`.
struct Document: ViewModel {
    let content: any ViewModel
    let frame: Frame
    let chrome: Chrome

    func member(_ name: String) -> Any? {
        switch name {
        case "frame": frame
        case "csrf": chrome.csrf
        case "language": chrome.language.rawValue
        case "direction": chrome.language.isRightToLeft ? "rtl" : "ltr"
        case "icons": frame.site.assets["icons.svg"]
        default: content.member(name)
        }
    }
}

/// Head, header and footer of a page. What does not change from call to call is made once per language (`SiteFrame`).
struct Frame: ViewModel {
    let site: SiteFrame
    let title: String
    let chrome: Chrome

    func member(_ name: String) -> Any? {
        switch name {
        case "language": chrome.language.rawValue
        case "direction": chrome.language.isRightToLeft ? "rtl" : "ltr"
        case "title": title
        case "documentTitle": title == site.name ? title : "\(title) – \(site.name)"
        case "siteName": site.name
        case "home": "/"
        case "emblem": site.emblem
        case "languages": languages
        case "hasLanguages": site.languages.count > 1
        case "navigation": navigation
        case "hasNavigation": !navigation.isEmpty
        case "footer": site.footer
        case "account": account
        case "signIn": chrome.person == nil ? signIn : nil
        case "demonstration": site.demonstration
        case "stylesheet": site.assets["polity.css"]
        case "script": site.assets["polity.js"]
        case "icons": site.assets["icons.svg"]
        case "favicon": site.assets["emblem.svg"]
        case "breadcrumbs": [Members]()
        case "hasBreadcrumbs": false
        default: nil
        }
    }

    private var path: Substring { chrome.address.prefix { $0 != "?" } }

    private var languages: [Members] {
        let query = chrome.address.dropFirst(path.count + 1)
        let rest = query.isEmpty ? "" : "&\(query)"
        return site.languages.map { language in
            [
                "text": language.ownName, "href": "\(path)?lang=\(language.rawValue)\(rest)", "language": language.rawValue,
                "direction": language.isRightToLeft ? "rtl" : "ltr", "isCurrent": language == chrome.language,
            ]
        }
    }

    private var navigation: [Members] {
        site.navigation.compactMap { entry in
            if let permission = entry.permission {
                guard chrome.person?.grants.contains(where: { $0.permissions.contains(permission.key) }) == true else { return nil }
            }
            return ["text": entry.text, "href": entry.path, "isCurrent": entry.path == path]
        }
    }

    private var account: Members? {
        guard let person = chrome.person else { return nil }
        return [
            "name": person.name, "href": site.account, "signOut": site.signOut,
            "token": Members(["name": CSRF.field, "value": chrome.csrf]),
        ]
    }

    private var signIn: Members? {
        ["text": site.signInText, "href": "\(site.signIn)?return=\(PercentCoding.encode(chrome.address))"]
    }
}

/// The part of the frame that is the same for all pages in one language.
struct SiteFrame: Sendable {
    var name: String
    var emblem: HTML?
    var languages: [Language]
    var navigation: [Link]
    var footer: [Members]
    var signIn: String
    var signInText: String
    var signOut: String
    var account: String
    var demonstration: String?
    /// Addresses of static files by name.
    var assets: [String: String]

    struct Link: Sendable {
        var text: String
        var path: String
        var permission: Permission?
    }

    init(_ site: Site, texts: Texts, assets: [String: String], in language: Language) {
        name = site.name(in: language)
        emblem = site.emblem.map { HTML($0) }
        languages = site.languages
        navigation = site.navigation.map { Link(text: texts($0.text, in: language), path: $0.path, permission: $0.permission) }
        footer = site.footer.map { ["text": texts($0.text, in: language), "href": $0.path] }
        (signIn, signOut, account) = (site.signIn, site.signOut, site.account)
        signInText = texts("web.sign-in", in: language)
        demonstration = site.isDemo ? texts("web.demonstration", in: language) : nil
        self.assets = assets
    }
}

extension Language {
    /// The language's name for itself, as the language switch shows it.
    var ownName: String { Self.ownNames[rawValue] ?? Self.ownNames[primary] ?? rawValue }

    private static let ownNames = [
        "en": "English", "fr": "Français", "ar": "العربية", "es": "Español", "pt": "Português", "de": "Deutsch",
        "it": "Italiano", "nl": "Nederlands", "pl": "Polski", "uk": "Українська", "ru": "Русский", "tr": "Türkçe",
        "fa": "فارسی", "he": "עברית", "hi": "हिन्दी", "bn": "বাংলা", "ur": "اردو", "sw": "Kiswahili", "am": "አማርኛ",
        "zh": "中文", "zh-Hant": "繁體中文", "ja": "日本語", "ko": "한국어", "vi": "Tiếng Việt", "id": "Bahasa Indonesia",
        "el": "Ελληνικά", "sv": "Svenska", "fi": "Suomi", "da": "Dansk", "no": "Norsk", "cs": "Čeština", "ro": "Română",
        "hu": "Magyar", "et": "Eesti", "lv": "Latviešu", "lt": "Lietuvių", "ga": "Gaeilge", "cy": "Cymraeg",
    ]
}
