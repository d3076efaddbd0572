import Base
import BuildingBlock
import Journal
import ServiceDefinition
import Web

/// What an officer says when an application begins at a counter: which service, for whom, and whether the person or a paper is there.
struct CounterBeginForm {
    let words: ServiceWords
    let seat: Seat
    let person: CounterPerson
    let organisations: [RepresentedOrganisation]
    let services: [Service]
    /// As it was sent.
    let typed: Form?
    let problem: (field: String, text: String)?

    var form: UI.Form {
        var fields: [any Field] = [
            UI.Select(
                question("service", "counter.service"),
                [UI.Choice("", words("counter.choose"), isChosen: sent("service") == nil)]
                    + services.map { UI.Choice($0.key, words.of($0.title), isChosen: sent("service") == $0.key) })
        ]
        if !organisations.isEmpty {
            fields.append(
                UI.Choices(
                    question("organisation", "counter.for-whom"),
                    [UI.Choice("", person.name, isChosen: sent("organisation") == nil)]
                        + organisations.map {
                            UI.Choice(
                                $0.party.description, $0.name, isChosen: sent("organisation") == $0.party.description)
                        }))
        }
        let paper = sent("channel") == Channel.paper.rawValue
        fields.append(
            UI.Choices(
                question("channel", "counter.channel"),
                [
                    UI.Choice(Channel.counter.rawValue, words("counter.channel.counter"), isChosen: !paper),
                    UI.Choice(Channel.paper.rawValue, words("counter.channel.paper"), isChosen: paper),
                ]))
        let received = UI.Question(
            "received", words("counter.received"), hint: words("counter.received-hint"),
            error: problem?.field == "received" ? problem?.text : nil, optional: true)
        fields.append(
            typed.map { UI.DateField(received, typed: DateFieldReader($0, "received")) }
                ?? UI.DateField(received, nil))
        return UI.Form(
            action: "\(seat.home)/drafts", fields: fields, buttons: [UI.Button(words("begin"), icon: .forward)])
    }

    private func sent(_ name: String) -> String? { typed?[name] }

    private func question(_ name: String, _ label: String) -> UI.Question {
        UI.Question(name, words(label), error: problem?.field == name ? problem?.text : nil)
    }
}

/// What such a form says.
struct CounterBeginning {
    let service: String
    let organisation: Identifier<Act.Party>?
    let entry: CounterEntry

    /// What is wrong with a field: the end of its text's key.
    struct Mistake: Error {
        let field: String
        let text: String
    }

    /// How long ago a paper may have come.
    private static let longest = 366

    init(_ form: Form, hand: CounterHand, _ calendar: LegalCalendar, at now: Instant) throws(Mistake) {
        guard let service = form["service"], !service.isEmpty else {
            throw Mistake(field: "service", text: "no-service")
        }
        self.service = service
        organisation = form["organisation"].flatMap(Identifier.init)
        let channel: Channel = form["channel"] == Channel.paper.rawValue ? .paper : .counter
        entry = CounterEntry(
            hand, channel, receivedAt: channel == .paper ? try Self.received(form, calendar, now) : nil)
    }

    /// The beginning of the day on which the paper came; `nil` where it came today.
    private static func received(_ form: Form, _ calendar: LegalCalendar, _ now: Instant) throws(Mistake) -> Instant? {
        let typed = DateFieldReader(form, "received")
        if typed.isEmpty { return nil }
        let today = calendar.zone.date(at: now)
        guard let date = typed.date, date <= today, today - date <= longest else {
            throw Mistake(field: "received", text: "received-wrong")
        }
        return date == today ? nil : calendar.zone.startOfDay(date)
    }
}
