import Base
import BuildingBlock
import FEEL
import ServiceDefinition
import Store
import Web

/// The pages by which people find a service: all of them by topic, one by one, and whether it is for them.
struct ServicePages: Sendable {
    let desk: ServicesDesk
    /// Seconds only: what is published, wherever, is met soon.
    static let cache = Reply.Cache.shared(seconds: 5)

    func declare(in routes: inout Routes) {
        routes.get(ServiceLinks.list, cache: Self.cache) { call in list(call) }
        routes.get("/services/:name", cache: Self.cache) { call in try await show(call) }
        routes.get("/services/:name/check") { call in try check(call, nil) }
        routes.post("/services/:name/check") { call in try check(call, try await call.input.form()) }
    }

    // MARK: All services

    private func list(_ call: Call<Visitor>) -> Reply {
        let words = ServiceWords(desk, in: call.language)
        let query = String((call.input.query["q"] ?? "").prefix(100))
        if let topic = call.input.query["topic"] { return byTopic(ServiceTopics.key(topic), words) }
        var parts: [any Component] = [
            UI.Search(action: ServiceLinks.list, value: query, label: words("search"), large: query.isEmpty)
        ]
        let entries = desk.catalogue.entries
        if !query.allSatisfy(\.isWhitespace) {
            let found = desk.catalogue.search.find(query).compactMap { desk.catalogue[$0]?.service }
            if found.isEmpty {
                parts.append(
                    UI.EmptyState(
                        .search, words("nothing-found"), words("nothing-found-text"),
                        button: UI.Button(words("all-services"), .secondary, href: ServiceLinks.list)))
            } else {
                parts.append(UI.Paragraphs([words("found", ["count": .number(Int64(found.count))])]))
                parts.append(cards(found, words))
            }
        } else if entries.isEmpty {
            parts.append(UI.EmptyState(.document, words("none"), words("none-text")))
        } else {
            for (topic, services) in topics(words) {
                parts += [UI.Heading(topic.title(in: words.language)), cards(services, words)]
            }
            parts += LifeEventPages(desk: desk).links(words)
        }
        return .page(
            UI.PartsPage(title: words("title"), introduction: [words("lead")], parts: parts).page(cache: Self.cache))
    }

    private func topics(_ words: ServiceWords) -> [(topic: ServiceTopics.Topic, services: [Service])] {
        desk.catalogue.topics.topics(of: desk.catalogue.entries.map(\.service), other: desk.words("topic.other"))
    }

    /// The services of one topic.
    private func byTopic(_ key: String, _ words: ServiceWords) -> Reply {
        guard let (topic, services) = topics(words).first(where: { $0.topic.key == key }) else {
            return .redirect(to: ServiceLinks.list)
        }
        var page = UI.PartsPage(
            title: topic.title(in: words.language), introduction: topic.text.map { [$0(in: words.language)] } ?? [],
            parts: [UI.Search(action: ServiceLinks.list, label: words("search")), cards(services, words)]
        ).page(cache: Self.cache)
        page.breadcrumbs = [UI.Link(words("title"), ServiceLinks.list)]
        return .page(page)
    }

    /// The first page's part: search, topics, life events, and what is one's own.
    var front: Front {
        Front(
            search: { language in
                UI.Search(
                    action: ServiceLinks.list, label: ServiceWords(desk, in: language)("search-front"), large: true)
            },
            parts: { language in
                let words = ServiceWords(desk, in: language)
                let cards = topics(words).map { topic, services in
                    UI.ServiceCard(
                        topic.title(in: language), "\(ServiceLinks.list)?topic=\(topic.key)",
                        text: topic.text?(in: language),
                        facts: services.prefix(3).map { words.of($0.title) }, icon: topic.icon)
                }
                let own = [
                    UI.ServiceCard(words("due-soon"), DuePages.address, text: words("due-soon-card"), icon: .calendar),
                    UI.ServiceCard(words("my-cases"), ServiceLinks.mine, text: words("my-cases-card"), icon: .document),
                ]
                if cards.isEmpty { return [] }
                return [UI.Heading(words("topics")), UI.ServiceCards(cards)] + LifeEventPages(desk: desk).links(words)
                    + [UI.Heading(words("for-me")), UI.ServiceCards(own)]
            })
    }

    func cards(_ services: [Service], _ words: ServiceWords) -> UI.ServiceCards {
        UI.ServiceCards(
            services.map { service in
                UI.ServiceCard(
                    words.of(service.title), ServiceLinks.service(service.key), text: service.summary.map(words.of),
                    icon: service.topic.flatMap { key in
                        desk.catalogue.topics.topics.first { $0.key == ServiceTopics.key(key) }?.icon
                    } ?? .document)
            })
    }

    // MARK: One service

    private func show(_ call: Call<Visitor>) async throws -> Reply {
        let service = try desk.catalogue.entry(call.parameter("name")).service
        let words = ServiceWords(desk, in: call.language)
        let days = try await desk.database.read {
            try CaseFigures.medianDays(service.key, since: call.now - .seconds(180 * 86_400), $0)
        }
        var parts: [any Component] = [
            UI.ButtonRow([
                UI.Button(words("start"), href: ServiceLinks.apply(service.key), icon: .forward),
                UI.Button(words("check"), .secondary, href: ServiceLinks.check(service.key)),
            ])
        ]
        if !service.forWhom.isEmpty {
            parts += [UI.Heading(words("for-whom")), UI.PointList(service.forWhom.map(words.of))]
        }
        if !service.needed.isEmpty {
            parts += [UI.Heading(words("needed")), UI.PointList(service.needed.map(words.of))]
        }
        let looked = service.evidence.compactMap(\.purpose).map(words.of)
        if !looked.isEmpty { parts += [UI.Heading(words("looked-up")), UI.PointList(looked)] }
        parts.append(facts(service, days, words))
        let hasForm = desk.ports.drawForm != nil
        if !service.otherWays.isEmpty || hasForm { parts.append(UI.Heading(words("other-ways"))) }
        if !service.otherWays.isEmpty { parts.append(UI.PointList(service.otherWays.map { words.of($0.words) })) }
        if hasForm {
            parts.append(UI.LinkList([UI.Link(words("form.print"), FormPages.address(service.key, in: call.language))]))
        }
        var page = UI.PartsPage(
            title: words.of(service.title), caption: service.topic.map { topic($0, words) },
            introduction: service.summary.map { [words.of($0)] } ?? [], parts: parts
        ).page(cache: Self.cache)
        page.breadcrumbs = [UI.Link(words("title"), ServiceLinks.list)]
        page.description = service.summary.map(words.of)
        return .page(page)
    }

    private func topic(_ key: String, _ words: ServiceWords) -> String {
        desk.catalogue.topics.topics.first { $0.key == ServiceTopics.key(key) }.map { $0.title(in: words.language) }
            ?? words.topic(key)
    }

    private func facts(_ service: Service, _ days: Int?, _ words: ServiceWords) -> UI.SummaryList {
        var rows: [UI.SummaryRow] = []
        rows.append(
            UI.SummaryRow(
                words("cost"), service.costWords.map(words.of) ?? words(service.fee == nil ? "free" : "cost-later")))
        if let clock = service.clock {
            let key = clock.isWorkingDays ? "term-working-days" : "term-days"
            rows.append(UI.SummaryRow(words("term"), words(key, ["count": .number(Int64(clock.days))])))
        }
        if let days { rows.append(UI.SummaryRow(words("usual"), words("usual-days", ["count": .number(Int64(days))]))) }
        rows.append(UI.SummaryRow(words("agency"), words.agency(desk.agency(of: service))))
        if let appeal = service.appeal?.words { rows.append(UI.SummaryRow(words("appeal"), words.of(appeal))) }
        return UI.SummaryList(title: words("facts"), rows)
    }

    // MARK: Is it for me?

    /// What rules ask that a visitor can answer is asked; what only registries know is told as a condition.
    private func check(_ call: Call<Visitor>, _ form: Form?) throws -> Reply {
        let service = try desk.catalogue.entry(call.parameter("name")).service
        let words = ServiceWords(desk, in: call.language)
        let questions = service.checkerQuestions
        let answers = form.map { AnswerForm(words).answers(to: questions, in: $0, keeping: [:]) } ?? [:]
        let journey = Journey(
            service, answers: answers, facts: Facts(applicant: nil, now: desk.platform.dateTime(call.now)),
            language: call.language.rawValue)
        var parts: [any Component] = []
        if form != nil || questions.isEmpty { parts += verdict(journey, words, service) }
        if !questions.isEmpty {
            let asked = questions.map {
                Journey.Asked(question: $0, answer: answers[$0.name] ?? .null, value: nil, errors: [])
            }
            parts.append(
                UI.Form(
                    action: ServiceLinks.check(service.key),
                    fields: AnswerForm(words).fields(asked, journey, [:], showsErrors: false),
                    buttons: [UI.Button(words("check-button"))]))
        }
        if form != nil || questions.isEmpty, journey.isEligible {
            parts.append(
                UI.ButtonRow([UI.Button(words("start"), href: ServiceLinks.apply(service.key), icon: .forward)]))
        }
        var page = UI.PartsPage(
            title: words("check-title"), caption: words.of(service.title), introduction: [words("check-lead")],
            parts: parts
        ).page()
        page.breadcrumbs = [
            UI.Link(words("title"), ServiceLinks.list),
            UI.Link(words.of(service.title), ServiceLinks.service(service.key)),
        ]
        return .page(page)
    }

    private func verdict(_ journey: Journey, _ words: ServiceWords, _ service: Service) -> [any Component] {
        if !journey.isEligible {
            return [
                UI.Notice(
                    .warning, words("not-for-you"), journey.failures.map { words.of($0.rule.otherwise) },
                    announced: true)
            ]
        }
        let open = journey.rules.filter { $0.state == .undecided }
        if open.isEmpty { return [UI.Notice(.done, words("for-you"), announced: true)] }
        let conditions = open.map { words.of($0.rule.words ?? $0.rule.otherwise) }
        return [UI.Heading(words("conditions")), UI.PointList(conditions), UI.Paragraphs([words("conditions-text")])]
    }
}

extension Service {
    /// The questions that eligibility rules read directly and anybody can answer.
    var checkerQuestions: [Question] {
        let known = Set(evidence.map(\.name) + values.map(\.name) + ["applicant"])
        let read = Set(eligibility.filter { known.isDisjoint(with: $0.require.reads) }.flatMap(\.require.reads))
        return pages.flatMap(\.questions).filter { read.contains($0.name) }
    }
}
