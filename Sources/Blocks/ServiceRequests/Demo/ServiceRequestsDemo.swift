import Base
import BuildingBlock
import Journal
import Store
import Web

/// Sample requests over the streets of a jurisdiction, for `polity demo`. The same seed makes the same requests.
public struct ServiceRequestsDemo: Sendable {
    let jurisdiction: Jurisdiction
    let catalogue: CategoryCatalogue
    let streets: [StreetMap.Street]
    let words: DemoWords
    /// Officers by agency, to whom requests are assigned.
    let officers: [String: [Identifier<Act.Party>]]

    public init(_ desk: RequestDesk, officers: [String: [Identifier<Act.Party>]] = [:]) throws {
        jurisdiction = desk.jurisdiction
        catalogue = desk.catalogue
        streets = try StreetMap.read(desk.jurisdiction).streets
        words = try DemoWords.read(desk.jurisdiction)
        self.officers = officers
    }

    /// `count` requests of the last `days` before `now`, in the order of their filing. More of them are recent, and the
    /// older one is, the likelier it is closed.
    public func requests(seed: UInt64, count: Int, until now: Instant, days: Int = 150) -> [DemoRequest] {
        var random = SplitMix64(seed: seed)
        let categories = weighted(catalogue.categories.filter { words.reports[$0.code] != nil })
        guard !categories.isEmpty else { return [] }
        return (0..<count).map { _ in daytime(now, days, &random) }.sorted().map { filedAt in
            one(categories[Int.random(in: 0..<categories.count, using: &random)], filedAt, now, &random)
        }
    }

    /// What people report more often stands in the list more often.
    private func weighted(_ categories: [Category]) -> [Category] {
        categories.flatMap { Array(repeating: $0, count: words.frequencies[$0.code] ?? 1) }
    }

    /// A moment between seven and twenty-two o'clock.
    private func daytime(_ now: Instant, _ days: Int, _ random: inout SplitMix64) -> Instant {
        let share = Double.random(in: 0...1, using: &random)
        let day = jurisdiction.calendar.zone.date(
            at: now - .seconds(Int64(share * share.squareRoot() * Double(days) * 86_400)))
        let second = Int64.random(in: 7 * 3600..<22 * 3600, using: &random)
        let micros = Int64.random(in: 0..<1_000_000, using: &random)
        let instant = jurisdiction.calendar.zone.startOfDay(day) + .seconds(second) + .microseconds(micros)
        return min(instant, now - .seconds(Int64.random(in: 300...7200, using: &random)))
    }

    private func one(_ category: Category, _ filedAt: Instant, _ now: Instant, _ random: inout SplitMix64)
        -> DemoRequest
    {
        let language = language(&random)
        let (place, name) = place(category, &random)
        let request = ServiceRequest(
            id: Identifier(at: filedAt, using: &random), reference: RequestReference(using: &random),
            category: category.code, definition: catalogue.revision(of: category.code), agency: category.agency,
            status: .received, version: 1, description: description(category, language, &random),
            answers: answers(category, filedAt, name, language, &random), place: place, language: language,
            source: .demo,
            isPublic: !category.isSensitive, filedAt: filedAt, updatedAt: filedAt,
            dueAt: category.due?.date(after: filedAt, in: jurisdiction.calendar), closedAt: nil, assignee: nil,
            mergedInto: nil, statusNote: nil, mediaURL: nil)
        var demo = DemoRequest(
            request: request, contact: contact(language, &random), updates: [],
            acts: [.init(at: filedAt, verb: RequestActs.filed, actor: .visitor, update: nil)],
            key: SecretKey(using: &random))
        live(&demo, language, now, &random)
        return demo
    }

    private func language(_ random: inout SplitMix64) -> Language {
        let all = jurisdiction.languages
        let share = Int.random(in: 0..<10, using: &random)
        return share < 5 || all.count < 2 ? all[0] : all[1 + (share - 5) % (all.count - 1)]
    }

    private func description(_ category: Category, _ language: Language, _ random: inout SplitMix64) -> String {
        words.reports[category.code]?[language]?.randomElement(using: &random) ?? ""
    }

    private func contact(_ language: Language, _ random: inout SplitMix64) -> Contact? {
        guard Int.random(in: 0..<10, using: &random) < 6 else { return nil }
        let number = Int.random(in: 100...999, using: &random)
        let domain = jurisdiction.contact.email?.split(separator: "@").last ?? "sample.example"
        return Contact(name: nil, email: "resident-\(number)@\(domain)", phone: nil, language: language)
    }

    /// A house on a street, a few metres beside the middle of the road.
    private func place(_ category: Category, _ random: inout SplitMix64) -> (Place, String) {
        guard category.location != .none else { return (Place(), "") }
        // Some streets lead out of town.
        for _ in 0..<20 {
            guard let street = streets.randomElement(using: &random) else { break }
            let place = place(on: street, &random)
            let extent = jurisdiction.extent
            guard let point = place.point, extent.contains(point) else {
                continue
            }
            return (place, street.name)
        }
        return (Place(address: "–"), "")
    }

    private func place(on street: StreetMap.Street, _ random: inout SplitMix64) -> Place {
        let index = Int.random(in: 0..<street.line.count - 1, using: &random)
        let (a, b) = (street.line[index], street.line[index + 1])
        let part = Double.random(in: 0...1, using: &random)
        func aside() -> Double { Double.random(in: -0.00006...0.00006, using: &random) }
        let point = GeoPoint(
            longitude: a.longitude + (b.longitude - a.longitude) * part + aside(),
            latitude: a.latitude + (b.latitude - a.latitude) * part + aside())
        let number = Int.random(in: 1...90, using: &random)
        let address = "\(number) \(street.name)" + (street.district.map { ", \($0)" } ?? "")
        return Place(point: point?.rounded, address: address)
    }

    private func answers(
        _ category: Category, _ filedAt: Instant, _ street: String, _ language: Language, _ random: inout SplitMix64
    ) -> Answers {
        var answers = Answers()
        for question in category.asked where question.isRequired || Bool.random(using: &random) {
            switch question.kind {
            case .singlevaluelist, .multivaluelist:
                if let value = question.values.randomElement(using: &random) { answers[question.code] = [value.key] }
            case .number: answers[question.code] = ["\(Int.random(in: 2...40, using: &random))"]
            case .datetime:
                let day = jurisdiction.calendar.zone.date(
                    at: filedAt - .seconds(Int64.random(in: 0...3, using: &random) * 86_400))
                answers[question.code] = [day.description]
            case .string, .text: answers[question.code] = [street.isEmpty ? "–" : street]
            }
        }
        return answers
    }
}
