import Base
import BuildingBlock
import Journal
import ServiceDefinition
import Store
import Web

/// From where an application is made and followed: the person's own account, or a counter where an officer acts in the person's name.
struct Seat: Sendable {
    let party: Identifier<Act.Party>
    /// `nil`: the person sits there.
    let counter: Counter?

    struct Counter: Sendable {
        let hand: CounterHand
        let person: CounterPerson
    }

    static func own(_ call: Call<Person>) -> Seat { Seat(party: Identifier(call.caller.account), counter: nil) }

    var hand: CounterHand? { counter?.hand }

    /// Who takes the steps that are the applicant's.
    var worker: CaseWorker {
        CaseWorker(
            actor: .person(hand?.officer ?? party), agencies: [], actsFor: counter.map { _ in party })
    }

    // MARK: Addresses

    /// Where the person's applications stand.
    var home: String { counter == nil ? ServiceLinks.mine : ServiceLinks.counter(party) }

    func draft(_ id: Identifier<ServiceCase>) -> String {
        counter == nil ? ServiceLinks.draft(id) : "\(home)/drafts/\(id)"
    }

    func one(_ one: ServiceCase) -> String { counter == nil ? one.path : "\(home)/cases/\(one.reference)" }

    /// Where the way to a service begins.
    func start(_ service: Service) -> String { counter == nil ? ServiceLinks.service(service.key) : home }

    func address(_ step: Journey.Step, of draft: Identifier<ServiceCase>) -> String {
        switch step {
        case .page(let page): "\(self.draft(draft))/pages/\(page)"
        case .checkAnswers: "\(self.draft(draft))/check"
        case .notEligible: "\(self.draft(draft))/not-eligible"
        }
    }

    // MARK: Pages

    /// In the layout for people, or in that for officers with the person's name above it.
    func page(_ page: UI.PartsPage, status: Int? = nil) -> Web.Page {
        guard let counter else { return page.page(status: status) }
        var page = page
        page.caption = [counter.person.name, page.caption].compactMap { $0 }.joined(separator: " · ")
        return page.workspace(status: status)
    }

    func page(_ page: UI.QuestionPage) -> Web.Page {
        guard counter != nil else { return page.page() }
        return self.page(
            UI.PartsPage(
                title: page.title ?? "", caption: page.caption, introduction: page.introduction, back: page.back,
                parts: page.known + [page.form]))
    }
}

extension ServicesDesk {
    /// The counter at which an officer serves the person of the path. Throws `CitizenServicesError.unknownCase` where there is none.
    func seat(_ call: Call<Officer>) async throws -> Seat {
        let party = try call.identifier("party", of: Act.Party.self)
        guard let counter = ports.counter, let person = try await database.read({ try counter.person(party, $0) })
        else { throw CitizenServicesError.unknownCase }
        return Seat(party: party, counter: Seat.Counter(hand: CounterHand(call.caller), person: person))
    }
}

extension CounterHand {
    init(_ officer: Officer) {
        self.init(officer: Identifier(officer.person.account), agency: officer.agencies.first ?? "")
    }
}
