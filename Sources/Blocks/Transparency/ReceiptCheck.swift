import Base
import BuildingBlock
import Foundation
import Journal
import Web

/// Checks a receipt that someone kept: its signature, its proof, and that the journal of today still holds its entry.
struct ReceiptCheck: Sendable {
    let platform: Platform
    let log: PublicLog
    static let limits = Limits(body: 256 * 1024, file: 64 * 1024, files: 1)

    func question(_ call: Call<Visitor>) async throws -> Reply { page(call, result: nil) }

    func answer(_ call: Call<Visitor>) async throws -> Reply {
        let form = try await call.input.form()
        var pasted = form["receipt"]
        if pasted == nil, let file = form.file("file") {
            pasted = FileManager.default.contents(atPath: file.path).flatMap { String(data: $0, encoding: .utf8) } ?? ""
        }
        guard let pasted else { return page(call, result: nil, error: text("transparency.check-nothing", call)) }
        return page(call, result: try await verdict(pasted, call), pasted: form["receipt"] ?? "")
    }

    private func verdict(_ receipt: String, _ call: Call<Visitor>) async throws -> UI.Notice {
        do throws(ReceiptError) {
            // What was typed or sent through mail may have lost its last line's end.
            let verified = try verify(receipt.hasSuffix("\n") ? receipt : receipt + "\n")
            let found = try? await log.entry(of: verified.entry.act)
            guard let found, found.index == verified.index, found.entry == verified.entry else { throw .noEntry }
            return UI.Notice(
                .done, text("transparency.check-good", call),
                [text("transparency.check-good-text", call, ["number": .number(Int64(verified.index))])],
                links: [
                    UI.Link(
                        text("transparency.entry", call, ["number": .number(Int64(verified.index))]),
                        "/journal/entries/\(verified.index)")
                ], announced: true)
        } catch {
            return UI.Notice(
                .problem, text("transparency.check-bad", call), [text(Self.reason(error), call)], announced: true)
        }
    }

    private func verify(_ receipt: String) throws(ReceiptError) -> VerifiedReceipt {
        do {
            return try log.verify(receipt: receipt)
        } catch let error as ReceiptError {
            throw error
        } catch {
            throw .altered
        }
    }

    private static func reason(_ error: ReceiptError) -> String {
        switch error {
        case .notAReceipt: "transparency.check-unreadable"
        case .ofAnotherLog, .notSigned: "transparency.check-signature"
        case .altered: "transparency.check-proof"
        case .noEntry: "transparency.check-entry"
        }
    }

    private func page(_ call: Call<Visitor>, result: UI.Notice?, pasted: String = "", error: String? = nil) -> Reply {
        let file = UI.FileField(
            UI.Question(
                "file", text("transparency.check-file", call), hint: text("transparency.check-file-hint", call),
                error: error,
                optional: true),
            accept: [".tlog-proof", "text/plain"])
        let area = UI.TextArea(
            UI.Question("receipt", text("transparency.check-text", call), optional: true), value: pasted, rows: 8)
        let form = UI.Form(
            action: "/journal/check", fields: [file, area],
            buttons: [UI.Button(text("transparency.check-button", call))],
            multipart: true)
        let question = UI.QuestionPage(
            title: text("transparency.check", call), introduction: [text("transparency.check-lead", call)],
            back: "/journal",
            form: form)
        return .page(
            Page(
                "transparency/check", title: text("transparency.check", call),
                CheckPage(result: result, question: question),
                status: error == nil ? 200 : 422))
    }

    private func text(_ key: String, _ call: Call<Visitor>, _ arguments: [String: Texts.Argument] = [:]) -> String {
        platform.texts(key, in: call.language, arguments)
    }
}

struct CheckPage: ViewModel {
    let result: UI.Notice?
    let question: UI.QuestionPage

    func member(_ name: String) -> Any? {
        switch name {
        case "result": result.orAbsent
        case "question": question
        default: nil
        }
    }
}
