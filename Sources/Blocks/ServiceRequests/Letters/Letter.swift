import Base
import BuildingBlock

/// One letter about a request, in the language of who receives it.
struct Letter {
    struct Address: Hashable, Sendable {
        var email: String
        var language: Language
        var link: Link

        enum Link: Hashable, Sendable {
            /// The private page of who reported.
            case own(String)
            /// The public page, with a link to stop the letters.
            case follower(String)
            case confirmation(String)
            case page
        }
    }

    let words: RequestWords
    let request: ServiceRequest
    let update: RequestUpdate?
    let event: String
    let address: Address
    /// `https://larkhaven.example`
    let site: String

    private var arguments: [String: String] {
        ["reference": request.reference.description, "category": words.category(request.category)]
    }

    private func line(_ key: String, _ more: [String: String] = [:]) -> String {
        words(key, arguments.merging(more) { $1 }.mapValues { .text($0) })
    }

    var subject: String {
        // Marks that keep a right-to-left line in order have no place in a header.
        line("letter.\(event).subject").filter { $0 != "\u{2068}" && $0 != "\u{2069}" }
    }

    var text: String {
        var paragraphs = [
            words("letter.greeting"), line("letter.\(event).text", ["agency": words.agency(request.agency)]),
        ]
        if event == "filed" {
            if let notice = words.catalogue[request.category]?.notice?(in: words.language) { paragraphs.append(notice) }
            if let due = request.dueAt {
                paragraphs.append(words("filed.due", ["day": .text(words.format.date(due))]))
            }
        }
        if let text = update?.text, update?.kind != .internalNote { paragraphs.append(text) }
        paragraphs += links
        paragraphs.append(line("letter.signature", ["government": words.jurisdiction.title(in: words.language)]))
        return paragraphs.joined(separator: "\n\n") + "\n"
    }

    private var links: [String] {
        let page = site + RequestLinks.request(request.reference)
        switch address.link {
        case .own(let key): return [words("letter.own-page") + "\n" + site + RequestLinks.mine(request.reference, key)]
        case .follower(let token):
            return [
                words("letter.page") + "\n" + page,
                words("letter.stop") + "\n" + site + "/requests/followers/\(token)/removal",
            ]
        case .confirmation(let token): return [site + "/requests/followers/\(token)/confirmation"]
        case .page: return [words("letter.page") + "\n" + page]
        }
    }
}
