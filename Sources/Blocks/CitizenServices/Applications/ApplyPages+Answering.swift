import Base
import BuildingBlock
import Journal
import ServiceDefinition
import Store
import Web

/// A page of questions: asked, answered, kept.
extension ApplyPages {
    func show(_ call: Call<Person>, _ seat: Seat) async throws -> Reply {
        let sheet = try await sheet(call, seat)
        let name = call.parameter("page")
        guard sheet.journey.mayVisit(name), let stop = sheet.journey.stop(name) else {
            return .redirect(to: sheet.address(sheet.journey.current))
        }
        let extra = call.input.query["more"].map { [$0: 1] } ?? [:]
        return .page(
            page(
                stop, sheet, extra: extra, isChange: call.input.query["change"] != nil, showsErrors: false, problem: nil
            ))
    }

    private func page(
        _ stop: Journey.Stop, _ sheet: Sheet, extra: [String: Int], isChange: Bool, showsErrors: Bool, problem: String?
    ) -> Web.Page {
        let words = sheet.words
        let fields = AnswerForm(words).fields(stop.questions, sheet.journey, extra, showsErrors: showsErrors)
        let groups = stop.questions.filter { if case .group = $0.question.kind { true } else { false } }
        var buttons = [UI.Button(words("continue"))]
        for group in groups {
            buttons.append(UI.Button(words("add"), .secondary, name: "more", value: group.question.name))
        }
        buttons.append(UI.Button(words("save-later"), .quiet, name: "later", value: "yes"))
        let asked = stop.questions.map { UI.HiddenField("asked", $0.question.name) }
        let form = UI.Form(
            action: sheet.address(.page(stop.page.name)), fields: fields, buttons: buttons,
            hidden: [UI.HiddenField("version", "\(sheet.draft.version)")]
                + (isChange ? [UI.HiddenField("change", "1")] : []) + asked,
            multipart: stop.questions.contains { if case .file = $0.question.kind { true } else { false } },
            problems: problem.map { [$0] } ?? [])
        let back =
            isChange
            ? sheet.address(.checkAnswers)
            : sheet.journey.previous(before: stop.page.name).map { sheet.address(.page($0)) }
                ?? sheet.seat.start(sheet.service)
        let place = (sheet.journey.pages.firstIndex { $0.page.name == stop.page.name } ?? 0) + 1
        let caption = words(
            "caption",
            [
                "service": .text(words.of(sheet.service.title)), "number": .number(Int64(place)),
                "count": .number(Int64(sheet.journey.pages.count)),
            ])
        var asking = UI.QuestionPage(
            title: words.of(stop.page.title), caption: caption,
            introduction: stop.page.intro.map { [words.of($0)] } ?? [], back: back,
            form: form)
        let facts = sheet.journey.facts(on: stop.page)
        if !facts.isEmpty {
            asking.known = [
                UI.SummaryList(
                    title: words(facts.contains { $0.isRecord } ? "from-register" : "calculated"),
                    facts.map { UI.SummaryRow($0.label, $0.value) })
            ]
        }
        return sheet.seat.page(asking)
    }

    /// Whatever was typed is kept, right or wrong; then the way goes on, or the page says what is wrong.
    func answered(_ call: Call<Person>, _ seat: Seat) async throws -> Reply {
        var sheet = try await sheet(call, seat)
        let name = call.parameter("page")
        let form = try await call.input.form()
        guard let stop = sheet.journey.stop(name) else {
            return .redirect(to: sheet.address(sheet.journey.current))
        }
        let asked = Set(form.all("asked"))
        let questions = stop.questions.map(\.question).filter { asked.contains($0.name) }
        sheet.draft.answers = AnswerForm(sheet.words).answers(to: questions, in: form, keeping: sheet.draft.answers)
        var problem = try await receive(form, questions, &sheet, call)
        if form["version"] != "\(sheet.draft.version)" {
            // Another device was here: nothing is overwritten before the person has seen it.
            problem = sheet.words("other-device")
        } else {
            do {
                sheet.draft = try await desk.save(sheet.draft, at: call.now)
            } catch CitizenServicesError.changedMeanwhile {
                sheet.draft.version = try await desk.draft(
                    sheet.draft.id, of: seat.party, through: seat.hand, at: call.now
                ).version
                problem = sheet.words("other-device")
            }
        }
        sheet.journey = try desk.journey(sheet.draft, at: call.now, in: call.language)
        guard let now = sheet.journey.stop(name) else {
            return .redirect(to: sheet.address(sheet.journey.current))
        }
        let isChange = form["change"] != nil
        if let problem {
            return .page(page(now, sheet, extra: [:], isChange: isChange, showsErrors: false, problem: problem))
        }
        if form["later"] != nil { return .redirect(to: "\(seat.home)?done=saved") }
        let here = sheet.address(.page(name)) + (isChange ? "?change=1" : "")
        if let more = form["more"] {
            return .redirect(to: "\(sheet.address(.page(name)))?more=\(AnswerForm.name(more))")
        }
        if form.fields.items.contains(where: { $0.name.hasSuffix("-remove") }) { return .redirect(to: here) }
        let seen = now.questions.filter { asked.contains($0.question.name) }
        if seen.contains(where: { !$0.errors.isEmpty }) {
            return .page(page(now, sheet, extra: [:], isChange: isChange, showsErrors: true, problem: nil))
        }
        // An answer has brought another question onto this page.
        if now.questions.contains(where: { !asked.contains($0.question.name) && !$0.errors.isEmpty }) {
            return .redirect(to: here)
        }
        return .redirect(
            to: sheet.address(
                isChange ? sheet.journey.current : sheet.journey.next(after: name)))
    }

    /// New files are kept and become answers. Returns what is wrong with one of them.
    private func receive(_ form: Form, _ questions: [Question], _ sheet: inout Sheet, _ call: Call<Person>) async throws
        -> String?
    {
        for question in questions {
            guard case .file(let accept, let largest, let most) = question.kind else { continue }
            for upload in form.files where upload.field == AnswerForm.name(question) && upload.size > 0 {
                let order = FileOrder(
                    upload: upload, accept: accept, largest: largest, application: sheet.draft.id,
                    owner: sheet.draft.party,
                    actor: sheet.seat.worker.actor, now: call.now)
                let file: AddedFile
                do {
                    file = try await desk.keep(order)
                } catch let refusal as FileRefusal {
                    return problem(refusal, accept, largest, sheet.words)
                }
                var items: [AnswerValue] = []
                if most > 1, case .list(let before)? = sheet.draft.answers[question.name] { items = before }
                sheet.draft.answers[question.name] = .list(Array((items + [file.answer]).suffix(max(most, 1))))
            }
        }
        return nil
    }

    private func problem(_ refusal: FileRefusal, _ accept: [String], _ largest: Int, _ words: ServiceWords) -> String {
        switch refusal {
        case .harmful: return words("file-harmful")
        case .unscanned: return words("file-unscanned")
        case .kind, .tooLarge:
            let kinds = (accept.isEmpty ? ["pdf", "jpeg", "png"] : accept).map { $0.uppercased() }.joined(
                separator: ", ")
            return words("bad-file", ["kinds": .text(kinds), "size": .text(words.format.bytes(Int64(largest)))])
        }
    }
}
