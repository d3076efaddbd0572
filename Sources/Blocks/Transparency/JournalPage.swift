import Base
import BuildingBlock
import Journal
import TransparencyLog
import Web

/// The journal's state and a page of its entries.
struct JournalPage: ViewModel {
    let platform: Platform
    let language: Language
    let checkpoint: SignedNote?
    let entries: [(index: Int, entry: LogEntry)]
    let log: PublicLog
    let isFirst: Bool

    func member(_ name: String) -> Any? {
        switch name {
        case "facts": facts
        case "find": find
        case "entries": entries.isEmpty ? nil : table
        case "empty": entries.isEmpty ? empty : nil
        case "pages": pages
        case "address": "\(platform.address)/log/checkpoint"
        default: nil
        }
    }

    private func text(_ key: String, _ arguments: [String: Texts.Argument] = [:]) -> String {
        platform.texts(key, in: language, arguments)
    }

    private var facts: UI.SummaryList {
        guard let checkpoint, let head = try? Checkpoint(text: checkpoint.text) else {
            return UI.SummaryList([UI.SummaryRow(text("transparency.size"), text("transparency.not-signed"))])
        }
        var rows = [
            UI.SummaryRow(text("transparency.size"), Format(language).number(Int64(head.size))),
            UI.SummaryRow(text("transparency.root"), head.root.description),
            UI.SummaryRow(text("transparency.origin"), head.origin),
        ]
        rows += log.keys.verifiers.prefix(1).map { UI.SummaryRow(text("transparency.key"), $0.text) }
        let witnesses = ((try? checkpoint.cosignatures(by: log.witnesses)) ?? []).map(\.key.name)
        if !witnesses.isEmpty {
            rows.append(UI.SummaryRow(text("transparency.witnesses"), witnesses.joined(separator: ", ")))
        }
        return UI.SummaryList(rows)
    }

    private var find: UI.Search {
        UI.Search(action: "/journal", name: "find", label: text("transparency.find"))
    }

    private var table: UI.Table {
        UI.Table(
            text("transparency.entries"), hideCaption: true,
            columns: [
                UI.Column(text("transparency.number")), UI.Column(text("transparency.what")),
                UI.Column(text("transparency.when")),
            ],
            rows: entries.map { index, entry in
                UI.Row([
                    UI.Cell("\(index)", href: "/journal/entries/\(index)"),
                    UI.Cell(platform.words(for: entry.verb, in: language)),
                    UI.Cell(moment: platform.moment(entry.at, in: language)),
                ])
            })
    }

    private var empty: UI.EmptyState {
        UI.EmptyState(.shield, text("transparency.none"), text("transparency.none-text"))
    }

    private var pages: UI.Pagination? {
        guard let last = entries.last?.index else { return nil }
        return UI.Pagination(previous: isFirst ? nil : "/journal", next: last > 0 ? "/journal?before=\(last)" : nil)
    }
}
