import Base

/// What the layout around every page needs to know about the call.
struct Chrome: Sendable {
    /// The path and query of the page, as they came: language links lead back to it.
    var address: String
    var language: Language
    var person: Person?
    /// The token that forms of this page carry.
    var csrf: String
    let tools: PageTools
}

/// What calls can ask of the site.
struct PageTools: Sendable {
    let texts: Texts
    let cursors: CursorCoding
}

/// The root of what a view can name: the page's own model, and around it `frame`, `csrf`, `language`, `direction`, `icons`.
struct Document: ViewModel {
    let content: any ViewModel
    let frame: UI.Frame
    let chrome: Chrome

    func member(_ name: String) -> Any? {
        switch name {
        case "frame": frame
        case "csrf": chrome.csrf
        case "language": chrome.language.rawValue
        case "direction": chrome.language.isRightToLeft ? "rtl" : "ltr"
        case "icons": frame.assets.icons
        default: content.child(named: name)
        }
    }
}

/// The part of the frame that is the same for all pages in one language, made once.
struct SiteFrame: Sendable {
    private let site: Site
    private let language: Language
    private let name: String
    private let emblem: HTML?
    private let navigation: [(link: UI.Link, permission: Permission?)]
    private let footer: [UI.Link]
    private let signInText: String
    private let demonstration: String?
    private let verification: UI.Link?
    private let mailbox: UI.Link?
    private let assets: UI.AssetPaths

    init(_ site: Site, texts: Texts, assets: [String: String], in language: Language) {
        func link(_ entry: Site.Entry) -> UI.Link { UI.Link(texts(entry.text, in: language), entry.path) }
        self.site = site
        self.language = language
        name = site.name(in: language)
        emblem = site.emblem.map { HTML($0) }
        navigation = site.navigation.map { (link($0), $0.permission) }
        footer = site.footer.map(link)
        signInText = texts("web.sign-in", in: language)
        demonstration = site.isDemo ? texts("web.demonstration", in: language) : nil
        verification = site.verification.map(link)
        mailbox = site.mailbox.map(link)
        let paths = UI.AssetPaths()
        self.assets = UI.AssetPaths(
            stylesheet: assets["polity.css"] ?? paths.stylesheet, script: assets["polity.js"] ?? paths.script,
            icons: assets["icons.svg"] ?? paths.icons, favicon: assets["emblem.svg"] ?? paths.favicon)
    }

    func around(_ page: Page, _ chrome: Chrome) -> UI.Frame {
        let path = chrome.address.prefix { $0 != "?" }
        return UI.Frame(
            language: language, title: page.title, siteName: name, emblem: emblem, languages: languages(path, chrome),
            navigation: navigation(path, chrome.person), account: account(chrome), signIn: signIn(chrome),
            demonstration: demonstration, breadcrumbs: page.breadcrumbs, footer: footer, verification: verification,
            description: page.description, assets: assets, hasErrors: page.status == 422)
    }

    private func languages(_ path: Substring, _ chrome: Chrome) -> [UI.Link] {
        let query = chrome.address.dropFirst(path.count + 1)
        let rest = query.isEmpty ? "" : "&\(query)"
        return site.languages.map { language in
            UI.Link(
                language.ownName, "\(path)?lang=\(language.rawValue)\(rest)", isCurrent: language == chrome.language,
                language: language)
        }
    }

    private func navigation(_ path: Substring, _ person: Person?) -> [UI.Link] {
        navigation.compactMap { entry in
            if let permission = entry.permission {
                guard person?.grants.contains(where: { $0.permissions.contains(permission.key) }) == true else {
                    return nil
                }
            }
            var link = entry.link
            link.isCurrent = link.href == path
            return link
        }
    }

    private func account(_ chrome: Chrome) -> UI.Account? {
        chrome.person.map { person in
            UI.Account(
                name: person.name, href: site.account, signOut: site.signOut,
                token: UI.HiddenField(CSRF.field, chrome.csrf), mailbox: mailbox(person))
        }
    }

    private func mailbox(_ person: Person) -> UI.Link? {
        var link = mailbox
        if person.unread > 0 { link?.count = Format(language).number(Int64(person.unread)) }
        return link
    }

    private func signIn(_ chrome: Chrome) -> UI.Link? {
        guard chrome.person == nil else { return nil }
        return UI.Link(signInText, "\(site.signIn)?return=\(PercentCoding.encode(chrome.address))")
    }
}
