import Base
import BuildingBlock
import Store
import Web

/// The pages after the place: details, contact, check, and what sending does.
extension ReportPages {
    /// One page of the second half, with everything that it needs to be drawn.
    private struct Sheet {
        var step: ReportJourney.Step
        var category: Category
        var answers: ReportAnswers
        var faults: [FilingFault] = []
        var photos: [PhotoTicket] = []
        var photoProblem: String?
    }

    func details(_ call: Call<Visitor>) async throws -> Reply {
        let category = try category(call)
        let answers = ReportAnswers(query: call.input.query)
        if category.location == .required, answers.point == nil, answers.address == nil {
            return .redirect(to: RequestLinks.report(category.code))
        }
        return .page(page(Sheet(step: .details, category: category, answers: answers), call))
    }

    /// A page of the second half was sent: go on, go back, take a photo out, or file.
    func sent(_ call: Call<Visitor>) async throws -> Reply {
        let category = try category(call)
        let form = try await call.input.form()
        var sheet = Sheet(
            step: form["step"].flatMap(ReportJourney.Step.init) ?? .details, category: category,
            answers: ReportAnswers(query: call.input.query, form: form, category: category))
        try await receivePhotos(form, &sheet, call)
        if let removed = form["photos-remove"] {
            sheet.answers.photos.removeAll { $0 == removed }
            sheet.photos.removeAll { $0.ticket == removed }
            sheet.step = .details
            return .page(page(sheet, call))
        }
        if let target = form["goto"].flatMap(ReportJourney.Step.init) {
            sheet.step = target
            return .page(page(sheet, call))
        }
        return try await goOn(sheet, call)
    }

    private func goOn(_ sheet: Sheet, _ call: Call<Visitor>) async throws -> Reply {
        var sheet = sheet
        var filing = sheet.answers.filing(sheet.category, language: call.language, person: call.caller.person)
        let faults = filing.check(within: desk.extent)
        let seen = sheet.step == .check ? faults : faults.filter { ReportJourney.step(ofField: $0.field) == sheet.step }
        if sheet.photoProblem != nil || !seen.isEmpty {
            let step = sheet.photoProblem != nil ? .details : ReportJourney.step(of: seen) ?? .details
            if step == .place {
                return .redirect(to: sheet.answers.page(RequestLinks.report(sheet.category.code)).description)
            }
            (sheet.step, sheet.faults) = (step, seen)
            return .page(page(sheet, call))
        }
        if let next = ReportJourney.next(after: sheet.step, sheet.category, hasSimilar: false) {
            sheet.step = next
            return .page(page(sheet, call))
        }
        let filed = try await desk.file(filing, at: call.now)
        return .redirect(to: PageAddress(RequestLinks.mine(filed.reference, filed.key)).with("filed", "1").description)
    }

    /// New files become tickets; what is wrong with one of them is said beside the field.
    private func receivePhotos(_ form: Form, _ sheet: inout Sheet, _ call: Call<Visitor>) async throws {
        sheet.photos = try await desk.waiting(sheet.answers.photos)
        sheet.answers.photos = sheet.photos.map(\.ticket)
        let words = RequestWords(desk, in: call.language)
        let limit = desk.catalogue.settings.photosPerReport
        for upload in form.files where upload.field == "photos" && upload.size > 0 {
            guard sheet.category.photo != .none else { break }
            do {
                guard sheet.photos.count < limit else { throw PhotoError.tooMany(limit: limit) }
                let ticket = try await desk.receive(upload, at: call.now)
                sheet.photos.append(ticket)
                sheet.answers.photos.append(ticket.ticket)
            } catch let error as PhotoError {
                sheet.photoProblem = words.fault(error)
            }
        }
    }

    private func page(_ sheet: Sheet, _ call: Call<Visitor>) -> Page {
        let words = RequestWords(desk, in: call.language)
        let fields = ReportFields(words: words, category: sheet.category, answers: sheet.answers, faults: sheet.faults)
        let path = "/report/\(sheet.category.code)/details"
        var form = UI.Form(
            action: sheet.answers.page(path).description, fields: [], buttons: [],
            hidden: [UI.HiddenField("step", sheet.step.rawValue)]
                + sheet.answers.hidden(except: sheet.step, sheet.category))
        var introduction: [String] = []
        switch sheet.step {
        case .contact:
            form.fields = fields.contact()
            form.buttons = [UI.Button(words("report.continue"))]
            introduction = [
                words(sheet.category.isSensitive ? "report.contact-sensitive" : "report.contact-introduction")
            ]
        case .check: return checkPage(sheet, form, fields, words)
        case .place, .similar, .details:
            form.fields = fields.details(photos: kept(sheet.photos, words), photoProblem: sheet.photoProblem)
            form.isMultipart = true
            form.buttons = [UI.Button(words("report.continue"))]
            introduction = sheet.category.questions.filter { !$0.isAsked }.map { $0.text(in: words.language) }
        }
        let title = words("report.\(sheet.step.rawValue)")
        return UI.QuestionPage(
            title: title, caption: caption(sheet.step, sheet.category, words), introduction: introduction,
            back: sheet.answers.page(RequestLinks.report(sheet.category.code)).description, form: form
        ).page()
    }

    private func kept(_ photos: [PhotoTicket], _ words: RequestWords) -> [UI.KeptFile] {
        photos.enumerated().map { index, photo in
            UI.KeptFile(
                id: photo.ticket, name: words("report.photo-number", ["number": .number(Int64(index + 1))]),
                size: words.format.bytes(Int64(photo.photo.size)))
        }
    }

    private func checkPage(_ sheet: Sheet, _ form: UI.Form, _ fields: ReportFields, _ words: RequestWords) -> Page {
        var form = form
        form.buttons = [UI.Button(words("report.send"))]
        // Each button of change is a form of its own, so that the key Enter sends the report and nothing else.
        let changes = ["details", "contact"].map { (step: String) -> UI.Action in
            UI.Action(
                form.action, UI.Button(words("report.change-\(step)"), .quiet, name: "goto", value: step),
                hidden: form.hidden)
        }
        let place = sheet.answers.page(RequestLinks.report(sheet.category.code)).description
        let page = UI.PartsPage(
            title: words("report.check"), caption: caption(.check, sheet.category, words),
            introduction: sheet.category.isSensitive ? [words("report.sensitive")] : [words("report.public")],
            parts: [fields.summary(photos: sheet.photos.count) { $0 == .place ? place : nil }] + changes + [form])
        return page.page()
    }
}
