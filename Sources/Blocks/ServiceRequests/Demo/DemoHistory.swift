import Base
import BuildingBlock
import Journal

/// What happens to a sample request between its filing and now: judged within days, worked on, closed, sometimes opened
/// again; some stay behind.
extension ServiceRequestsDemo {
    func live(_ demo: inout DemoRequest, _ language: Language, _ now: Instant, _ random: inout SplitMix64) {
        var at = demo.request.filedAt
        func pass(_ hours: ClosedRange<Double>) -> Bool {
            at = working(at + .seconds(Int64(Double.random(in: hours, using: &random) * 3600)), &random)
            return at < now
        }
        guard pass(1...20) else { return }
        if Int.random(in: 0..<20, using: &random) == 0 {
            step(&demo, .refuse, note: "refuse", language, at, &random)
            return
        }
        step(&demo, .accept, note: Bool.random(using: &random) ? "accept" : nil, language, at, &random)
        assign(&demo, at, &random)
        if Int.random(in: 0..<4, using: &random) == 0 {
            guard pass(1...30) else { return }
            remark(&demo, language, at, &random)
        }
        // One in fourteen waits for longer than it should.
        guard pass(Int.random(in: 0..<14, using: &random) == 0 ? 400...2400 : 2...70) else { return }
        step(&demo, .start, note: Bool.random(using: &random) ? "start" : nil, language, at, &random)
        guard pass(2...60) else { return }
        step(&demo, .resolve, note: "resolve", language, at, &random)
        guard Int.random(in: 0..<25, using: &random) == 0, pass(24...200) else { return }
        step(&demo, .reopen, note: "reopen", language, at, &random)
    }

    /// Officers work between eight and seventeen o'clock on working days.
    private func working(_ instant: Instant, _ random: inout SplitMix64) -> Instant {
        let calendar = jurisdiction.calendar
        let date = calendar.workingDay(onOrAfter: calendar.zone.date(at: instant))
        let start = calendar.zone.startOfDay(date)
        let second = (instant - start).components.seconds
        if (8 * 3600..<17 * 3600).contains(second) { return instant }
        return start + .seconds(Int64.random(in: 8 * 3600..<17 * 3600, using: &random))
    }

    private func officer(_ demo: DemoRequest, _ random: inout SplitMix64) -> Identifier<Act.Party>? {
        demo.request.assignee ?? officers[demo.request.agency]?.randomElement(using: &random)
    }

    private func actor(_ officer: Identifier<Act.Party>?) -> Act.Actor {
        officer.map(Act.Actor.person) ?? .system("service-requests.demo")
    }

    private func step(
        _ demo: inout DemoRequest, _ action: RequestAction, note kind: String?, _ language: Language, _ at: Instant,
        _ random: inout SplitMix64
    ) {
        guard let status = demo.request.status.after(action) else { return }
        let officer = officer(demo, &random)
        let text = kind.map { words.note($0, in: language, using: &random) }
        demo.request.status = status
        demo.request.closedAt = status.isOpen ? nil : at
        if action == .reopen {
            let due = catalogue[demo.request.category]?.due
            demo.request.dueAt = due?.date(after: at, in: jurisdiction.calendar)
        }
        demo.request.updatedAt = at
        demo.request.version += 1
        if let text { demo.request.statusNote = text }
        let update = RequestUpdate(
            id: Identifier(at: at, using: &random), request: demo.request.id, at: at, kind: action.kind, status: status,
            text: text, agency: demo.request.agency, actor: officer, isPublic: demo.request.isPublic, photo: nil,
            mediaURL: nil)
        demo.updates.append(update)
        demo.acts.append(.init(at: at, verb: action.verb, actor: actor(officer), update: update.id))
    }

    private func assign(_ demo: inout DemoRequest, _ at: Instant, _ random: inout SplitMix64) {
        guard let officer = officer(demo, &random), Int.random(in: 0..<4, using: &random) > 0 else { return }
        demo.request.assignee = officer
        demo.request.version += 1
        demo.acts.append(.init(at: at, verb: RequestActs.assigned, actor: actor(officer), update: nil))
    }

    private func remark(_ demo: inout DemoRequest, _ language: Language, _ at: Instant, _ random: inout SplitMix64) {
        let officer = officer(demo, &random)
        let update = RequestUpdate(
            id: Identifier(at: at, using: &random), request: demo.request.id, at: at, kind: .internalNote,
            status: demo.request.status, text: words.note("internal", in: jurisdiction.languages[0], using: &random),
            agency: demo.request.agency, actor: officer, isPublic: false, photo: nil, mediaURL: nil)
        demo.updates.append(update)
        demo.request.updatedAt = at
        demo.request.version += 1
        demo.acts.append(.init(at: at, verb: RequestActs.internallyNoted, actor: actor(officer), update: update.id))
    }
}
