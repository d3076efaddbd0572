import BPMN
import Base
import BuildingBlock
import Foundation
import ServiceDefinition
import Store
import Web

/// What designers see of a service: every way through its form, its pages as example applicants meet them, its revisions with what
/// each changed, and its process.
struct DefinitionPages: Sendable {
    let desk: ServicesDesk

    private enum Tab: String, CaseIterable { case routes, preview, revisions, process }

    func declare(in routes: inout Routes) {
        let permission = CitizenServicesPermissions.definitions
        routes.get(officer: "/office/services/:name", permission: permission) { call in try await ways(call) }
        routes.get(officer: "/office/services/:name/preview", permission: permission) { call in try await preview(call)
        }
        routes.get(officer: "/office/services/:name/revisions", permission: permission) { call in
            try await revisions(call)
        }
        routes.get(officer: "/office/services/:name/process", permission: permission) { call in try await process(call)
        }
    }

    static func address(_ key: String) -> String { "/office/services/\(key)" }

    // MARK: The revision that is looked at

    private struct Sheet {
        var service: Service
        var revision: String
        /// Whether it is the one that new applications follow.
        var isCurrent: Bool
        var words: ServiceWords
    }

    /// The revision of the query, else the one in force.
    private func sheet(_ call: Call<Officer>) async throws -> Sheet {
        let key = call.parameter("name")
        let current = desk.catalogue[key]?.revision
        let wanted = call.input.query["revision"]
        let revision = try await desk.database.read { transaction in
            let known = try RevisionStore.history(of: key, transaction).map(\.revision)
            return wanted.map { wanted in known.first { $0 == wanted } } ?? current ?? known.first
        }
        guard let revision else { throw CitizenServicesError.unknownService }
        let service = try await desk.database.read { try desk.catalogue.service(key, revision: revision, in: $0) }
        return Sheet(
            service: service, revision: revision, isCurrent: revision == current,
            words: ServiceWords(desk, in: call.language))
    }

    private func page(_ tab: Tab, _ sheet: Sheet, isWide: Bool = false, _ parts: [any Component]) -> Reply {
        let (words, base) = (sheet.words, Self.address(sheet.service.key))
        let query = sheet.isCurrent ? "" : "?revision=\(sheet.revision)"
        let tabs = Tab.allCases.map { one in
            UI.Link(
                words("design.tab.\(one.rawValue)"), (one == .routes ? base : "\(base)/\(one.rawValue)") + query,
                isCurrent: one == tab)
        }
        let tag = sheet.isCurrent ? UI.Tag(words("design.in-force"), .done) : UI.Tag(words("design.earlier"))
        return .page(
            UI.PartsPage(
                title: words.of(sheet.service.title), tag: tag,
                caption: words("design.caption", ["revision": .text(String(sheet.revision.prefix(12)))]),
                back: "/office/services", isWide: isWide, parts: [UI.Tabs(words.of(sheet.service.title), tabs)] + parts
            ).workspace())
    }

    // MARK: Routes

    private func ways(_ call: Call<Officer>) async throws -> Reply {
        let sheet = try await sheet(call)
        let words = sheet.words
        let map = sheet.service.routeMap(now: desk.platform.dateTime(call.now))
        let titles = Dictionary(map.nodes.map { ($0.page, words.of($0.title)) }) { $1 }
        func line(_ pages: [String]) -> String {
            pages.isEmpty
                ? words("design.no-pages") : pages.map { titles[$0] ?? $0 }.joined(separator: words("design.then"))
        }
        var parts: [any Component] = [
            UI.Heading(words("design.default-route")),
            UI.StepList(map.defaultRoute.map { UI.Step(titles[$0] ?? $0, .open) }),
            UI.Heading(words("design.routes")),
            UI.Paragraphs([words("design.routes-lead")] + (map.isComplete ? [] : [words("design.routes-more")])),
        ]
        let rows = map.routes.map { route in
            let why = route.because.map { "\($0.name) = \($0.value)" }.joined(separator: "; ")
            return UI.Row([
                route.pages == map.defaultRoute
                    ? UI.Cell(line(route.pages), note: words("design.default-route")) : UI.Cell(line(route.pages)),
                UI.Cell(why.isEmpty ? words("design.always") : why),
            ])
        }
        parts.append(
            UI.Table(
                words("design.routes"), hideCaption: true,
                columns: [UI.Column(words("design.column.route")), UI.Column(words("design.column.where"))], rows: rows)
        )
        parts += [UI.Heading(words("design.pages")), pages(map, words)]
        return page(.routes, sheet, parts)
    }

    private func pages(_ map: RouteMap, _ words: ServiceWords) -> UI.Table {
        let rows = map.nodes.flatMap { node -> [UI.Row] in
            let head = UI.Row([
                UI.Cell(words.of(node.title), note: node.page), UI.Cell(tag: UI.Tag(words("design.page"), .notice)),
                UI.Cell(node.condition ?? words("design.always")),
            ])
            return [head]
                + node.questions.map { question in
                    UI.Row([
                        UI.Cell(words.of(question.label), note: question.name), UI.Cell(question.kind),
                        UI.Cell(question.condition ?? words("design.always")),
                    ])
                }
        }
        return UI.Table(
            words("design.pages"), hideCaption: true,
            columns: ["asked", "kind", "where"].map { UI.Column(words("design.column.\($0)")) }, rows: rows)
    }

    // MARK: Preview

    private func preview(_ call: Call<Officer>) async throws -> Reply {
        let sheet = try await sheet(call)
        let (service, words) = (sheet.service, sheet.words)
        let language =
            call.input.query["in"].flatMap { wanted in service.languages.first { $0 == wanted } }
            ?? service.languages.first { $0 == call.language.rawValue } ?? service.language
        let number = call.input.query["example"].flatMap { Int($0) } ?? 1
        let base = "\(Self.address(service.key))/preview?"
        let query = sheet.isCurrent ? "" : "revision=\(sheet.revision)&"
        var parts: [any Component] = [
            UI.Tabs(
                words("design.language"),
                service.languages.map {
                    UI.Link(
                        Language(rawValue: $0)?.ownName ?? $0, "\(base)\(query)example=\(number)&in=\($0)",
                        isCurrent: $0 == language)
                })
        ]
        guard service.examples.indices.contains(number - 1) else {
            parts.append(UI.EmptyState(.person, words("design.no-examples"), words("design.no-examples-text")))
            return page(.preview, sheet, parts)
        }
        let links = service.examples.enumerated().map { index, example in
            UI.Link(example.name, "\(base)\(query)example=\(index + 1)&in=\(language)", isCurrent: index + 1 == number)
        }
        parts += [UI.Heading(words("design.examples")), UI.LinkList(links)]
        parts += DefinitionPreview(desk: desk, service: service, language: language, words: words).parts(
            service.examples[number - 1])
        return page(.preview, sheet, parts)
    }

    // MARK: Revisions

    private func revisions(_ call: Call<Officer>) async throws -> Reply {
        let sheet = try await sheet(call)
        let words = sheet.words
        let key = sheet.service.key
        let current = desk.catalogue[key]?.revision
        let (history, services) = try await desk.database.read { transaction in
            let history = try Array(RevisionStore.history(of: key, transaction).prefix(21))
            return (history, history.map { try? desk.catalogue.service(key, revision: $0.revision, in: transaction) })
        }
        var parts: [any Component] = [UI.Paragraphs([words("design.revisions-lead")])]
        for (index, one) in history.prefix(20).enumerated() {
            let earlier = index + 1 < services.count ? services[index + 1] : nil
            let changes = earlier.flatMap { earlier in services[index].map { earlier.changes(to: $0) } }
            parts.append(
                UI.Heading(
                    words(
                        "design.revision",
                        [
                            "revision": .text(String(one.revision.prefix(12))),
                            "when": .text(words.format.dateTime(one.at)),
                        ])))
            var lines: [String] = []
            if one.revision == current { lines.append(words("design.in-force")) }
            if let changes {
                lines.append(words(Service.movesToOpenCases(changes) ? "design.moves" : "design.stays"))
            } else {
                lines.append(words("design.first"))
            }
            parts.append(UI.Paragraphs(lines))
            parts.append(UI.LinkList([UI.Link(words("design.look"), "\(Self.address(key))?revision=\(one.revision)")]))
            if let changes, !changes.isEmpty { parts.append(table(changes, words)) }
        }
        return page(.revisions, sheet, parts)
    }

    private func table(_ changes: [Change], _ words: ServiceWords) -> UI.Table {
        let ordered = Change.Kind.allCases.flatMap { kind in changes.filter { $0.kind == kind } }
        let rows = ordered.prefix(200).map { change in
            UI.Row([
                UI.Cell(
                    tag: UI.Tag(
                        words("design.change.\(change.kind.rawValue)"), change.kind == .wording ? .notice : .warning)),
                UI.Cell(change.place), UI.Cell(change.before.isEmpty ? "–" : change.before),
                UI.Cell(change.after.isEmpty ? "–" : change.after),
            ])
        }
        return UI.Table(
            words("design.changes"), hideCaption: true,
            columns: ["kind", "place", "before", "after"].map { UI.Column(words("design.column.\($0)")) },
            rows: Array(rows))
    }

    // MARK: Process

    private func process(_ call: Call<Officer>) async throws -> Reply {
        let sheet = try await sheet(call)
        let words = sheet.words
        var parts: [any Component] = []
        if let svg = drawing(sheet.service, words) {
            parts.append(UI.Drawing(words("design.process"), HTML(svg)))
        } else {
            parts.append(UI.EmptyState(.info, words("design.no-process"), words("design.no-process-text")))
        }
        return page(.process, sheet, isWide: true, parts)
    }

    private func drawing(_ service: Service, _ words: ServiceWords) -> String? {
        let data: Data? =
            switch service.process {
            case .file(let file): service.files[file]
            case .shared(let name): ServiceFolders.sharedProcess(name, of: desk.jurisdiction.folder)
            case nil: nil
            }
        guard let data, let model = try? ProcessModel(xml: data) else { return nil }
        return model.drawings().first?.svg(
            options: DrawingOptions(title: words("design.process"), isRightToLeft: words.language.isRightToLeft))
    }
}
