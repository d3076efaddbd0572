import Base
import BuildingBlock
import Store
import Web

/// For the operator: whether what people send is scanned, which keys sign and until when, how many documents there are.
struct OfficePages: Sendable {
    let desk: DocumentDesk
    static let path = "/office/documents"

    func overview(_ call: Call<Officer>) async throws -> Reply {
        let counts = try await desk.database.read { transaction in
            try transaction.rows("SELECT state, COUNT(*) FROM documents_documents GROUP BY state ORDER BY state").map {
                row -> (String, Int) in
                (try row[0], try row[1])
            }
        }
        let format = desk.writer(call.language).format
        let notice =
            desk.scanner.map { scanner in
                UI.Notice(
                    .done, text("office.scanned", call),
                    [text("office.scanned-text", call, ["socket": .text(scanner.socket)])])
            } ?? UI.Notice(.warning, text("office.unscanned", call), [text("office.unscanned-text", call)])
        let keys = UI.Table(
            text("office.keys", call),
            columns: [UI.Column(text("fact.agency", call)), UI.Column(text("office.key-end", call))],
            rows: desk.keys.certificates().map { entry in
                UI.Row([
                    UI.Cell(desk.jurisdiction.agency(entry.agency)?.name(in: call.language) ?? entry.agency),
                    UI.Cell(moment: UI.Moment(dayOf: entry.end, format)),
                ])
            })
        let documents = UI.Table(
            text("office.documents", call),
            columns: [UI.Column(text("mine.state", call)), UI.Column(text("office.count", call), .number)],
            rows: counts.map {
                UI.Row([UI.Cell(text("office.state-\($0.0)", call)), UI.Cell(format.number(Int64($0.1)))])
            })
        let members: Members = ["notice": notice, "keys": keys, "documents": documents]
        return .page(Page("documents/office", title: text("office.title", call), members))
    }

    private func text(_ key: String, _ call: Call<Officer>, _ arguments: [String: Texts.Argument] = [:]) -> String {
        desk.platform.texts("documents.\(key)", in: call.language, arguments)
    }
}

public enum DocumentPermissions {
    public static let oversee = Permission(
        "documents.oversee",
        title: LocalizedText(
            "See how documents are signed and files are scanned", in: .english,
            translations: [
                .french: "Voir comment les documents sont signés et les fichiers analysés",
                .arabic: "الاطلاع على كيفية توقيع الوثائق وفحص الملفات",
            ]))
}
