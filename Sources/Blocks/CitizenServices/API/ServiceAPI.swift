import Base
import BuildingBlock
import Journal
import ServiceDefinition
import Store
import Web

/// Public services for programs: what there is and whether it is for somebody, without a key; the cases of an agency, with a key of that
/// agency, each look recorded. Applications are sent by people.
struct ServiceAPI: Sendable {
    let desk: ServicesDesk

    func declare(in routes: inout Routes) {
        routes.endpoint(ServiceEndpoints.list) { call in list(call) }
        routes.endpoint(ServiceEndpoints.show) { call in try show(call) }
        routes.endpoint(ServiceEndpoints.check) { call in try await check(call) }
        routes.endpoint(client: ServiceEndpoints.cases) { call in try await cases(call) }
        routes.endpoint(client: ServiceEndpoints.showCase) { call in try await showCase(call) }
    }

    // MARK: Services

    private func list(_ call: Call<Visitor>) -> Reply {
        let words = ServiceWords(desk, in: call.language)
        let query = String((call.input.query["q"] ?? "").prefix(100))
        var entries = desk.catalogue.entries
        if !query.allSatisfy(\.isWhitespace) {
            entries = desk.catalogue.search.find(query).compactMap { desk.catalogue[$0] }
        }
        if let topic = call.input.query["topic"] { entries = entries.filter { $0.service.topic == topic } }
        if let event = call.input.query["life_event"] {
            entries = entries.filter {
                $0.service.lifeEvents.contains { ServiceTopics.key($0) == ServiceTopics.key(event) }
            }
        }
        return .json(.array(entries.map { .object(summary($0, words)) }))
    }

    private func summary(_ entry: ServiceCatalogue.Entry, _ words: ServiceWords) -> [JSON.Member] {
        let service = entry.service
        return [
            .init("service", .string(service.key)), .init("revision", .string(entry.revision)),
            .init("title", .string(words.of(service.title))),
            .init("summary", service.summary.map { .string(words.of($0)) } ?? .null),
            .init("topic", service.topic.map(JSON.string) ?? .null),
            .init("life_events", .array(service.lifeEvents.map(JSON.string))),
            .init("agency", .string(desk.agency(of: service))),
            .init("applicant", .string(service.applicant.rawValue)),
            .init("assurance", .string(service.assurance.rawValue)),
            .init("languages", .array(service.languages.map(JSON.string))),
            .init("page", .string(address(ServiceLinks.service(service.key)))),
            .init("href", .string(address("\(ServiceEndpoints.base)/services/\(service.key)"))),
        ]
    }

    private func show(_ call: Call<Visitor>) throws -> Reply {
        let entry = try desk.catalogue.entry(call.parameter("service"))
        let (service, words) = (entry.service, ServiceWords(desk, in: call.language))
        var members = summary(entry, words)
        members += [
            .init("for_whom", .array(service.forWhom.map { .string(words.of($0)) })),
            .init("needed", .array(service.needed.map { .string(words.of($0)) })),
            .init("cost", service.costWords.map { .string(words.of($0)) } ?? .null),
            .init(
                "other_ways",
                .array(service.otherWays.map { ["way": .string($0.way), "words": .string(words.of($0.words))] })),
            .init(
                "term",
                service.clock.map { ["days": .integer(Int64($0.days)), "working_days": .bool($0.isWorkingDays)] }
                    ?? .null),
            .init(
                "evidence",
                .array(
                    service.evidence.map {
                        [
                            "name": .string($0.name), "registry": .string($0.registry),
                            "purpose": $0.purpose.map { .string(words.of($0)) } ?? .null,
                        ]
                    })),
            .init(
                "eligibility",
                .array(
                    service.eligibility.map {
                        [
                            "rule": .string($0.name), "words": .string(words.of($0.words ?? $0.otherwise)),
                            "require": .string($0.require.text),
                        ]
                    })),
            .init(
                "decisions",
                .array(
                    service.decisions.map {
                        [
                            "decision": .string($0.key), "title": .string(words.of($0.title)),
                            "approval": .bool($0.isApproval),
                        ]
                    })),
            .init("questions", QuestionSchema(words: words).schema(of: service)),
        ]
        return .json(.object(members))
    }

    private func check(_ call: Call<Visitor>) async throws -> Reply {
        let service = try desk.catalogue.entry(call.parameter("service")).service
        let words = ServiceWords(desk, in: call.language)
        guard let given = try await call.input.json().object?.first(where: { $0.name == "answers" })?.value,
            given.object != nil
        else {
            throw Problem.invalid([
                Problem.FieldError(field: "answers", message: "Send {\"answers\": { … }} by the names of the questions")
            ])
        }
        let journey = Journey(
            service, answers: Answers(json: given), facts: Facts(applicant: nil, now: desk.platform.dateTime(call.now)),
            language: call.language.rawValue)
        let isOpen = journey.rules.contains { $0.state == .undecided }
        let rules = journey.rules.map { rule -> JSON in
            let state =
                switch rule.state {
                case .fulfilled: "fulfilled"
                case .failed: "failed"
                case .undecided: "undecided"
                }
            let wording = rule.state == .failed ? rule.rule.otherwise : rule.rule.words ?? rule.rule.otherwise
            return ["rule": .string(rule.rule.name), "state": .string(state), "words": .string(words.of(wording))]
        }
        // Holes are no mistakes here: what was not answered was not asked yet.
        let errors = journey.errors.filter { !$0.isMissing }.map { error -> JSON in
            ["question": .string(error.question), "message": .string(error.message)]
        }
        return .json([
            "eligible": !journey.isEligible ? false : isOpen ? .null : true, "rules": .array(rules),
            "errors": .array(errors),
            "pages": .array(journey.pages.map { .string($0.page.name) }),
        ])
    }

    // MARK: Cases of an agency

    private func cases(_ call: Call<Client>) async throws -> Reply {
        let key = try await key(call)
        let size = call.pageSize(50)
        let cursor = try call.cursor()
        let since = try call.input.query["updated_after"].map { text in
            guard let since = Instant(iso8601: text) else {
                throw Problem.invalid([
                    Problem.FieldError(field: "updated_after", message: "Write it as 2026-05-04T10:00:00Z")
                ])
            }
            return since
        }
        let service = call.input.query["service"]
        let status = call.input.query["status"]
        let after = cursor?.values ?? []
        let found = try await desk.database.read { [desk] transaction in
            var condition: SQL = "agency = \(key.agency)"
            if let since {
                condition.append(" AND updated_at > \(since)")
            } else {
                condition.append(" AND closed_at IS NULL")
            }
            if let service { condition.append(" AND service = \(service)") }
            if let status { condition.append(" AND status = \(status)") }
            if let due = after.first?.integer, let id = after.last?.string.flatMap({ Identifier<ServiceCase>($0) }) {
                condition.append(" AND (due_at, id) > (\(due), \(id))")
            }
            return try CaseRows.list(condition + " ORDER BY due_at, id LIMIT \(size + 1)", desk.currency, transaction)
        }
        let page = call.page(of: found, size: size, after: cursor) {
            [.integer($0.clock.dueAt?.microseconds ?? CaseRows.never), .string($0.id.description)]
        }
        return .json(["cases": .array(page.elements.map(brief)), "next": page.next.map(JSON.string) ?? .null])
    }

    private func showCase(_ call: Call<Client>) async throws -> Reply {
        let key = try await key(call)
        guard let reference = CaseReference(call.parameter("reference")) else { throw CitizenServicesError.unknownCase }
        let purpose = (call.input.query["purpose"] ?? "").filter { !$0.isNewline }
        guard !purpose.allSatisfy(\.isWhitespace), purpose.count <= 300 else {
            throw Problem.invalid([Problem.FieldError(field: "purpose", message: "Say why, in at most 300 characters")])
        }
        let one = try await desk.view(reference, with: key, for: purpose, at: call.now)
        return .json([
            "case": brief(one), "answers": one.answers.json, "facts": one.facts.json,
            "decision": one.decision.map(JSON.string) ?? .null,
            "explanation": .string(one.explanation),
        ])
    }

    private func key(_ call: Call<Client>) async throws -> AgencyKey {
        guard let key = try await desk.agencyKey(call.caller) else {
            throw Problem(type: "unauthorized", status: 401, title: "This key is not for cases")
        }
        return key
    }

    private func brief(_ one: ServiceCase) -> JSON {
        func time(_ instant: Instant?) -> JSON { instant.map { .string($0.iso8601) } ?? .null }
        return [
            "reference": .string(one.reference.description), "service": .string(one.service),
            "revision": .string(one.revision),
            "agency": .string(one.agency), "status": .string(one.status.rawValue),
            "submitted": .string(one.submittedAt.iso8601),
            "updated": .string(one.updatedAt.iso8601), "due": time(one.clock.dueAt), "decided": time(one.decidedAt),
            "fee_paid": time(one.feePaidAt),
            "href": .string(address("\(ServiceEndpoints.base)/cases/\(one.reference)")),
            "page": .string(address(ServiceLinks.office(one.id))),
        ]
    }

    private func address(_ path: String) -> String { desk.platform.address + path }
}
