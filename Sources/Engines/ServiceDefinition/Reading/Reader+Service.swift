import FEEL
import Foundation

/// The sections of service.yaml, in their order.
extension Reader {
    private static let sections = [
        "service", "title", "summary", "topic", "agency", "life events", "due soon", "keywords", "for whom", "needed",
        "cost",
        "other ways",
        "language", "languages", "applicant", "assurance", "draft days", "evidence", "eligibility", "pages", "values",
        "fee",
        "process", "clock",
        "decisions", "proposal", "outcome", "letters", "messages", "checks", "appeal", "retention", "statistics",
    ]

    func read() -> Service? {
        guard let data = files["service.yaml"] else {
            let near = files.keys.sorted().first { $0.hasSuffix("service.yml") || $0.hasSuffix("service.yaml") }
            mistake(
                "there is no service.yaml in the folder"
                    + (near.map { "; '\($0)' should be named service.yaml and lie at the top" } ?? ""), 0)
            return nil
        }
        let root: Item
        do {
            root = try Item.read(data, file: file)
        } catch {
            mistakes.append(error)
            return nil
        }
        let top = section(root, "the service", Reader.sections)
        if top.isEmpty { return nil }
        readLanguages(top)
        readTranslations()
        collectNames(top)
        var service = Service(
            key: readKey(top["service"]), language: language, languages: languages, title: Wording(""))
        readFace(top, &service)
        readEvidence(top["evidence"], &service)
        readPages(top["pages"], &service)
        readValues(top["values"], &service)
        readEligibility(top["eligibility"], &service)
        readDueSoon(top["due soon"], &service)
        readFee(top["fee"], &service)
        readWork(top, &service)
        readLetters(top, &service)
        readOutcome(top["outcome"], &service)
        checkProcess(&service)
        readExamples(&service)
        checkTranslations()
        checkFiles()
        service.names = names
        service.models = models
        service.wordings = wordings
        service.files = files
        return service
    }

    func readKey(_ item: Item?) -> String {
        guard let item, let key = plain(item, "service") else {
            mistake("'service' is missing: the key of the service, such as driving-licence-renewal", 1)
            return "service"
        }
        let isRight =
            !key.isEmpty && key.count <= 60
            && key.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        if !isRight || key.hasPrefix("-") || key.hasSuffix("-") {
            mistake(
                "'\(key.shortened)' cannot be the key of a service: small letters, digits and hyphens, 60 at most",
                item.line)
        }
        return key
    }

    func readLanguages(_ top: [String: Item]) {
        if let item = top["languages"] {
            let named = texts(item, "languages")
            if named.isEmpty { mistake("languages is empty", item.line) } else { languages = named }
            for language in named where !Reader.isLanguage(language) {
                mistake("'\(language)' is not a language tag such as fr", item.line)
            }
            language = named.first ?? language
        }
        if let own = plain(top["language"], "language") {
            language = own
            languages = [own] + languages.filter { $0 != own }
        }
    }

    // MARK: What the service is

    func readFace(_ top: [String: Item], _ service: inout Service) {
        if let title = wording(top["title"], "title") {
            service.title = title
        } else if top["title"] == nil {
            mistake("'title' is missing: what people call the service, such as Renew your driving licence", 1)
        }
        service.summary = wording(top["summary"], "summary")
        service.topic = plain(top["topic"], "topic")
        service.agency = plain(top["agency"], "agency")
        if let agency = service.agency, let known = surroundings.agencies, !known.contains(agency),
            let item = top["agency"]
        {
            mistake(
                "there is no agency '\(agency)'" + or(didYouMean(agency, known), "; known are \(list(known))"),
                item.line)
        }
        service.lifeEvents = texts(top["life events"], "life events")
        service.keywords = wordings(top["keywords"], "keywords")
        service.forWhom = wordings(top["for whom"], "for whom")
        service.needed = wordings(top["needed"], "needed")
        service.costWords = wording(top["cost"], "cost")
        service.applicant = word(top["applicant"], "applicant", default: .person)
        service.assurance = word(top["assurance"], "assurance", default: .low)
        service.draftDays = number(top["draft days"], "draft days", in: 1...3650) ?? service.draftDays
        service.otherWays = otherWays(top["other ways"])
    }

    func otherWays(_ item: Item?) -> [Service.OtherWay] {
        var ways: [Service.OtherWay] = []
        for item in item?.items ?? [] {
            for (way, _, value) in item.members {
                if let words = wording(value, "other ways.\(way)") { ways.append(.init(way: way, words: words)) }
            }
            if item.members.isEmpty, let words = wording(item, "other ways.\(ways.count + 1)") {
                ways.append(.init(way: "other", words: words))
            }
        }
        return ways
    }
}
