import Base
import BuildingBlock
import ServiceDefinition
import Web

/// The form on paper: `/services/NAME/form.pdf`, in the reader's language or in `?language=fr`.
struct FormPages: Sendable {
    let desk: ServicesDesk
    private let shelf = FormShelf()

    init(desk: ServicesDesk) { self.desk = desk }

    static func address(_ service: String) -> String { "\(ServiceLinks.service(service))/form.pdf" }
    static func address(_ service: String, in language: Language) -> String {
        "\(address(service))?language=\(language.rawValue)"
    }

    func declare(in routes: inout Routes) {
        routes.get("/services/:name/form.pdf") { call in try await form(call) }
    }

    private func form(_ call: Call<Visitor>) async throws -> Reply {
        guard let draw = desk.ports.drawForm else { throw CitizenServicesError.unknownService }
        let entry = try desk.catalogue.entry(call.parameter("name"))
        let asked = call.input.query["language"].flatMap { Language(rawValue: $0) }
        let language = asked.flatMap { desk.jurisdiction.languages.contains($0) ? $0 : nil } ?? call.language
        let printed = PrintedForm(
            entry.service, revision: entry.revision, agency: desk.agency(of: entry.service),
            site: desk.platform.address,
            words: ServiceWords(desk, in: language))
        let bytes = try await shelf.form("\(entry.revision) \(language.rawValue)") { try await draw(printed.sheet) }
        return Reply.bytes(bytes, type: "application/pdf", cache: asked == nil ? .none : .shared(seconds: 300))
            .header("Content-Disposition", "inline; filename=\"\(entry.service.key)-\(language.rawValue).pdf\"")
    }
}
