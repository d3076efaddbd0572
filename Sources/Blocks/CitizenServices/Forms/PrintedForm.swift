import Base
import BuildingBlock
import ServiceDefinition
import Typesetting
import Web

/// A service as a form on paper: the same questions as online, for people without the internet.
struct PrintedForm {
    let service: Service
    let agency: String
    /// `driving-licence-renewal 3f0c21aa`: what the paper was printed from.
    let code: String
    /// Where the service is found.
    let address: String
    let words: ServiceWords
    private let numbers: [String: String]
    private let circumstances: CircumstanceWords

    init(_ service: Service, revision: String, agency: String, site: String, words: ServiceWords) {
        (self.service, self.agency, self.words) = (service, agency, words)
        code = "\(service.key) \(revision.prefix(8))"
        address = site + ServiceLinks.service(service.key)
        // Part 1 is who applies.
        var numbers: [String: String] = [:]
        for (place, page) in Self.parts(service).enumerated() {
            for (index, question) in page.questions.enumerated() {
                numbers[question.name] = "\(place + 2).\(index + 1)"
            }
        }
        self.numbers = numbers
        circumstances = CircumstanceWords(words: words, numbers: numbers)
    }

    var sheet: FormSheet {
        FormSheet(title: words.of(service.title), language: words.language, agency: agency, blocks: blocks, code: code)
    }

    /// Pages with what is asked on them; what is declared stands at the end of the paper, above the signature.
    static func parts(_ service: Service) -> [(page: ServiceDefinition.Page, questions: [Question])] {
        service.pages.compactMap { page in
            let asked = page.questions.filter { if case .declaration = $0.kind { false } else { true } }
            return asked.isEmpty ? nil : (page, asked)
        }
    }

    private var declarations: [Question] {
        service.pages.flatMap(\.questions).filter { if case .declaration = $0.kind { true } else { false } }
    }

    private var blocks: [Manuscript.Block] {
        let parts = Self.parts(service)
        var blocks = opening + applicant
        for (place, part) in parts.enumerated() { blocks += section(part.page, part.questions, number: place + 2) }
        return blocks + closing(number: parts.count + 2)
    }

    // MARK: Before the questions

    private var opening: [Manuscript.Block] {
        var blocks: [Manuscript.Block] = [.heading(text(words.of(service.title)), level: 1)]
        if let summary = service.summary { blocks.append(.paragraph(text(words.of(summary)))) }
        if !service.forWhom.isEmpty { blocks += [heading("for-whom"), list(service.forWhom.map(words.of))] }
        let rules = service.eligibility.compactMap(\.words).map(words.of)
        if !rules.isEmpty { blocks += [heading("form.conditions"), list(rules)] }
        var facts = [
            fact(words("cost"), service.costWords.map(words.of) ?? words(service.fee == nil ? "free" : "cost-later")),
            fact(words("agency"), words.agency(agency)),
        ]
        if let clock = service.clock {
            let key = clock.isWorkingDays ? "term-working-days" : "term-days"
            facts.append(fact(words("term"), words(key, ["count": .number(Int64(clock.days))])))
        }
        blocks.append(.facts(facts))
        return blocks + [.note(text(words("form.how-to")))]
    }

    private var applicant: [Manuscript.Block] {
        var blocks: [Manuscript.Block] = [.heading(text(words("form.you", ["number": .text(isolated("1"))])), level: 2)]
        if service.applicant != .person {
            blocks += [
                field(
                    words("form.organisation"),
                    hint: words(service.applicant == .either ? "form.organisation-if" : "form.organisation-hint"),
                    .lines(1)),
                field(words("form.organisation-number"), .lines(1)),
            ]
        }
        return blocks + person + [
            field(words("form.address"), .lines(2)),
            field(words("form.contact"), hint: words("form.contact-hint"), .lines(1)),
        ]
    }

    private var person: [Manuscript.Block] {
        [
            field(words("form.given-names"), .lines(1)), field(words("form.family-name"), .lines(1)),
            field(words("form.birth"), hint: words("form.date-hint"), .boxes([2, 2, 4])),
        ]
    }

    // MARK: Questions

    private func section(_ page: ServiceDefinition.Page, _ questions: [Question], number: Int) -> [Manuscript.Block] {
        var blocks: [Manuscript.Block] = [.heading(text("\(isolated("\(number)"))  \(words.of(page.title))"), level: 2)]
        if let when = page.when { blocks.append(only(when)) }
        if let intro = page.intro { blocks.append(.paragraph(text(words.of(intro)))) }
        return blocks + questions.flatMap { asked($0, number: numbers[$0.name]) }
    }

    private func only(_ condition: Formula) -> Manuscript.Block {
        .paragraph([Manuscript.Run(circumstances.sentence(service.circumstance(condition)), italic: true)])
    }

    private func asked(_ question: Question, number: String?) -> [Manuscript.Block] {
        var label = words.of(question.label)
        if let number { label = "\(isolated(number)) \(label)" }
        if !question.isRequired { label += " \(words("form.optional"))" }
        let hints = [
            question.hint.map(words.of), question.when.map { circumstances.sentence(service.circumstance($0)) },
        ].compactMap { $0 }
        func plain(_ kind: Manuscript.Field.Kind, _ more: String? = nil) -> [Manuscript.Block] {
            [field(label, hint: (hints + [more].compactMap { $0 }).joined(separator: " · "), kind)]
        }
        switch question.kind {
        case .text, .email, .phone, .number, .integer: return plain(.lines(1))
        case .longText: return plain(.lines(4))
        case .money:
            return plain(.lines(1), words("form.money-hint", ["currency": .text(words.jurisdiction.currency.rawValue)]))
        case .date: return plain(.boxes([2, 2, 4]), words("form.date-hint"))
        case .yesNo: return plain(.choices([words("form.yes"), words("form.no")]))
        case .choice(let choices, nil): return plain(.choices(choices.map(choice)))
        case .choices(let choices, nil): return plain(.choices(choices.map(choice)), words("form.all-that-apply"))
        case .choice: return plain(.lines(1), words("form.from-register"))
        case .choices: return plain(.lines(2), words("form.from-register"))
        case .file: return plain(.choices([words("form.enclosed")]))
        case .address: return plain(.lines(2), words("form.address-hint"))
        case .mapPoint: return plain(.lines(2), words("form.place-hint"))
        case .declaration: return plain(.choices([words.of(question.label)]))
        case .personDetails:
            return [.paragraph([Manuscript.Run(label, bold: true)])] + hints.map { .note(text($0)) } + person
        case .group(let questions, let least, let most, let item):
            return [.paragraph([Manuscript.Run(label, bold: true)])] + hints.map { .note(text($0)) }
                + things(questions, least: least, most: most, item: item)
        }
    }

    /// A list of things: place for some, and where to write the others.
    private func things(_ questions: [Question], least: Int, most: Int, item: Wording?) -> [Manuscript.Block] {
        let places = min(max(least, questions.count > 4 ? 1 : 2), max(most, 1), 3)
        var blocks: [Manuscript.Block] = []
        for place in 1...max(places, 1) {
            let name = item.map(words.of) ?? words("form.item")
            blocks.append(.heading(text("\(name) \(isolated("\(place)"))"), level: 3))
            blocks += questions.flatMap { asked($0, number: nil) }
        }
        return places < most ? blocks + [.note(text(words("form.more-items")))] : blocks
    }

    private func choice(_ choice: Question.Choice) -> String {
        [words.of(choice.label), choice.hint.map(words.of)].compactMap { $0 }.joined(separator: " – ")
    }

    // MARK: After the questions

    private func closing(number: Int) -> [Manuscript.Block] {
        var blocks: [Manuscript.Block] = []
        var number = number
        func next(_ key: String) -> Manuscript.Block {
            defer { number += 1 }
            return .heading(text("\(isolated("\(number)"))  \(words(key))"), level: 2)
        }
        let files = Self.parts(service).flatMap(\.questions).filter { if case .file = $0.kind { true } else { false } }
        let enclosed = files.map { question in
            let condition = question.when.map { " (\(circumstances.sentence(service.circumstance($0))))" } ?? ""
            return words.of(question.label) + condition
        }
        if !(service.needed.isEmpty && files.isEmpty) {
            blocks += [next("form.enclose"), list(service.needed.map(words.of) + enclosed)]
        }
        let looked = service.evidence.compactMap(\.purpose).map(words.of)
        if !looked.isEmpty {
            blocks += [next("form.looked-up"), list(looked), .note(text(words("form.looked-up-text")))]
        }
        blocks.append(next("form.declaration"))
        blocks.append(
            .field(
                .init(
                    text(words("form.i-declare")),
                    .choices([words("form.is-true")] + declarations.map { words.of($0.label) }))))
        blocks += [
            field(words("form.date"), hint: words("form.date-hint"), .boxes([2, 2, 4])),
            field(words("form.signature"), .signature),
        ]
        blocks += [next("form.send"), list(sending)]
        blocks += [
            .rule, .heading(text(words("form.office")), level: 3),
            field(words("form.office-received"), .boxes([2, 2, 4])), field(words("form.office-reference"), .lines(1)),
            .code(
                .init(
                    address: address, title: words("form.online"),
                    lines: [words("form.online-text"), words("form.code", ["code": .text(isolated(code))])])),
        ]
        return blocks
    }

    private var sending: [String] {
        let ways = service.otherWays.map { words.of($0.words) }
        let contact = words.jurisdiction.contact.address.map { isolated($0) }
        return ways + [[words.agency(agency), contact].compactMap { $0 }.joined(separator: ", ")]
    }

    // MARK: Pieces

    private func text(_ text: String) -> [Manuscript.Run] { [Manuscript.Run(text)] }
    private func heading(_ key: String) -> Manuscript.Block { .heading(text(words(key)), level: 3) }
    private func list(_ items: [String]) -> Manuscript.Block { .list(items.map(text), isNumbered: false) }
    private func fact(_ name: String, _ value: String) -> Manuscript.Fact { .init(text(name), text(value)) }
    private func field(_ label: String, hint: String = "", _ kind: Manuscript.Field.Kind) -> Manuscript.Block {
        .field(.init(text(label), hint: hint, kind))
    }
}
