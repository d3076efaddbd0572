import Base
import BuildingBlock
import Journal
import Store
import Web

/// The pages by which people report something.
struct ReportPages: Sendable {
    let desk: RequestDesk
    let map: StreetMap

    func declare(in routes: inout Routes) {
        routes.get(RequestLinks.report) { call in try choose(call) }
        routes.get("/report/:category") { call in try place(call) }
        routes.post("/report/:category") { call in try await placed(call) }
        routes.get("/report/:category/similar") { call in try await similar(call) }
        routes.get("/report/:category/details") { call in try await details(call) }
        routes.post("/report/:category/details", limits: .photos) { call in try await sent(call) }
    }

    func category(_ call: Call<Visitor>) throws -> Category {
        guard let category = desk.catalogue[call.parameter("category")] else { throw Problem.notFound }
        return category
    }

    func caption(_ step: ReportJourney.Step, _ category: Category, _ words: RequestWords) -> String {
        let (number, count) = ReportJourney.position(of: step, category)
        return words(
            "report.caption",
            [
                "category": .text(category.name(in: words.language)), "number": .number(Int64(number)),
                "count": .number(Int64(count)),
            ])
    }

    /// What it is: all categories under their headings, or those that a search found.
    private func choose(_ call: Call<Visitor>) throws -> Reply {
        let words = RequestWords(desk, in: call.language)
        let search = call.input.query["q"]?.trimmed ?? ""
        var parts: [any Component] = [
            UI.Search(action: RequestLinks.report, value: search, label: words("report.search"), large: search.isEmpty)
        ]
        if search.isEmpty {
            for (group, categories) in desk.catalogue.grouped {
                parts += [UI.Heading(group.name(in: call.language)), cards(categories, call, words)]
            }
        } else {
            let found = desk.catalogue.search(search, in: call.language)
            if found.isEmpty {
                parts.append(
                    UI.EmptyState(
                        .search, words("report.nothing-found"), words("report.nothing-found-text"),
                        button: UI.Button(words("report.all-categories"), href: RequestLinks.report)))
            } else {
                parts.append(cards(found, call, words))
            }
        }
        let page = UI.PartsPage(
            title: words("report.title"), introduction: search.isEmpty ? [words("report.introduction")] : [],
            parts: parts)
        return .page(page.page())
    }

    /// A place that is known already (from the map of all requests) is carried along.
    private func cards(_ categories: [Category], _ call: Call<Visitor>, _ words: RequestWords) -> UI.ServiceCards {
        let known = ReportAnswers(query: call.input.query)
        return UI.ServiceCards(
            categories.map { category in
                UI.ServiceCard(
                    category.name(in: call.language), known.page(RequestLinks.report(category.code)).description,
                    text: category.description(in: call.language))
            })
    }

    /// Where it is.
    private func place(_ call: Call<Visitor>) throws -> Reply {
        let category = try category(call)
        let answers = ReportAnswers(query: call.input.query)
        if category.location == .none {
            return .redirect(to: answers.page("/report/\(category.code)/details").description)
        }
        let answer = UI.MapAnswer("point") { call.input.query[$0] }
        return .page(placePage(category, answers, answer, [], RequestWords(desk, in: call.language)))
    }

    private func placePage(
        _ category: Category, _ answers: ReportAnswers, _ map: UI.MapAnswer, _ faults: [FilingFault],
        _ words: RequestWords
    ) -> Page {
        func error(_ field: String) -> String? { faults.first { $0.field == field }.map(words.fault) }
        let isOptional = category.location == .optional
        let fields: [any Field] = [
            UI.TextField(
                UI.Question(
                    "address", words("report.address"), hint: words("report.address-hint"), error: error("address"),
                    optional: true),
                value: answers.address ?? "", autocomplete: "street-address"),
            UI.MapPoint(
                UI.Question("point", words("report.map"), error: error("place"), optional: isOptional),
                data: self.map.data,
                answer: map, place: answers.address ?? answers.point.flatMap { self.map.street(near: $0) }),
        ]
        let form = UI.Form(
            action: RequestLinks.report(category.code), fields: fields, buttons: [UI.Button(words("report.continue"))])
        let title = words(isOptional ? "report.where-optional" : "report.where")
        return UI.QuestionPage(
            title: title, caption: caption(.place, category, words),
            introduction: [category.description(in: words.language)], back: RequestLinks.report, form: form
        ).page()
    }

    /// The map was moved, or the place is told.
    private func placed(_ call: Call<Visitor>) async throws -> Reply {
        let category = try category(call)
        let words = RequestWords(desk, in: call.language)
        let form = try await call.input.form()
        let map = UI.MapAnswer("point") { form[$0] }
        var answers = ReportAnswers(query: Query())
        answers.address = form["address"]
        answers.point = map.chosen.flatMap(GeoPoint.init)
        if map.isChange { return .page(placePage(category, answers, map, [], words)) }
        var filing = answers.filing(category, language: call.language, person: nil)
        let faults = filing.check(within: desk.extent).filter { ReportJourney.step(ofField: $0.field) == .place }
        guard faults.isEmpty else { return .page(placePage(category, answers, map, faults, words)) }
        if answers.address == nil { answers.address = answers.point.flatMap { self.map.street(near: $0) } }
        let hasSimilar = try await !known(like: answers, category, at: call.now).isEmpty
        let next = ReportJourney.next(after: .place, category, hasSimilar: hasSimilar) ?? .details
        return .redirect(to: answers.page("/report/\(category.code)/\(next.rawValue)").description)
    }

    /// Open requests that may tell the same.
    private func known(like answers: ReportAnswers, _ category: Category, at now: Instant) async throws
        -> [SimilarRequest]
    {
        guard let point = answers.point, let rule = category.similarityRule else { return [] }
        return try await desk.database.read { try $0.similar(rule, at: point, now: now) }
    }

    /// Is it one of these?
    private func similar(_ call: Call<Visitor>) async throws -> Reply {
        let category = try category(call)
        let words = RequestWords(desk, in: call.language)
        let answers = ReportAnswers(query: call.input.query)
        let details = answers.page("/report/\(category.code)/details").description
        let found = try await known(like: answers, category, at: call.now)
        guard !found.isEmpty else { return .redirect(to: details) }
        let cards = found.map { similar -> UI.ServiceCard in
            let request = similar.request
            return UI.ServiceCard(
                words.category(request.category), RequestLinks.request(request.reference),
                text: request.description.isEmpty ? nil : String(request.description.prefix(200)),
                facts: [
                    words("similar.distance", ["metres": .number(Int64(similar.distance.rounded()))]),
                    words("similar.filed", ["when": .text(words.format.relative(request.filedAt, to: call.now))]),
                ],
                tag: words.tag(request.status), icon: .pin)
        }
        return .page(
            UI.PartsPage(
                title: words("similar.title"), caption: caption(.place, category, words),
                introduction: [words("similar.introduction")],
                back: answers.page(RequestLinks.report(category.code)).description,
                parts: [
                    UI.ServiceCards(cards),
                    UI.ButtonRow([UI.Button(words("similar.none"), href: details)]),
                ]
            ).page())
    }
}
