import Base
import BuildingBlock
import Journal
import TransparencyLog
import Web

/// One entry of the journal.
struct EntryPage: ViewModel {
    let platform: Platform
    let language: Language
    let index: Int
    let entry: LogEntry

    var heading: String { text("transparency.entry", ["number": .number(Int64(index))]) }

    func member(_ name: String) -> Any? {
        switch name {
        case "heading": heading
        case "facts": facts
        case "receipt": "/journal/receipts/\(entry.act).tlog-proof"
        default: nil
        }
    }

    private func text(_ key: String, _ arguments: [String: Texts.Argument] = [:]) -> String {
        platform.texts(key, in: language, arguments)
    }

    private var facts: UI.SummaryList {
        UI.SummaryList([
            UI.SummaryRow(text("transparency.what"), platform.words(for: entry.verb, in: language)),
            UI.SummaryRow(text("transparency.when"), moment: platform.moment(entry.at, in: language)),
            UI.SummaryRow(text("transparency.act"), "\(entry.act)"),
            UI.SummaryRow(text("transparency.commitment"), Hex.encode(entry.commitment)),
            UI.SummaryRow(text("transparency.leaf"), TreeHash.leaf(entry.bytes).description),
        ])
    }
}
