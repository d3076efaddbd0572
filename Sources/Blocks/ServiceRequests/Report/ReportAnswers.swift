import Base
import Journal
import Web

/// What a person has told so far. The place stands in the address of the pages, for it is no personal data and so the
/// language can be switched; the rest travels in hidden fields until it is sent.
struct ReportAnswers: Hashable, Sendable {
    var point: GeoPoint?
    var address: String?
    var answers = Answers()
    var description = ""
    /// Tickets of photos that were uploaded.
    var photos: [String] = []
    var name: String?
    var email: String?
    var phone: String?
    /// The key of the private page to be, made once, so that a form sent twice files one request.
    var key: String

    init(query: Query, key: SecretKey = SecretKey()) {
        point = query["point"].flatMap(UI.Point.init).flatMap(GeoPoint.init)
        address = query["address"].map { $0.trimmed }.flatMap { $0.isEmpty ? nil : $0 }
        self.key = key.text
    }

    /// What the form of a page sent, for this category.
    init(query: Query, form: Form, category: Category) {
        self.init(query: query, key: form["key"].flatMap(SecretKey.init) ?? SecretKey())
        for question in category.asked {
            answers[question.code] =
                question.kind == .datetime
                ? Self.date(form, "answer-\(question.code)")
                : form.all("answer-\(question.code)").map { $0.trimmed }.filter { !$0.isEmpty }
        }
        description = form["description"] ?? ""
        photos = form.all("photo").filter { SecretKey($0) != nil }
        (name, email, phone) = (form["name"], form["email"], form["phone"])
    }

    /// From the three boxes of a date field, or from the one hidden field that keeps it. What is no date is kept as
    /// it was typed, so that it can be shown again with what is wrong.
    private static func date(_ form: Form, _ name: String) -> [String] {
        if let kept = form[name] { return [kept] }
        let parts = ["year", "month", "day"].map { form["\(name)-\($0)"] ?? "" }
        guard parts.contains(where: { !$0.isEmpty }) else { return [] }
        return [
            parts.enumerated().map { $0.offset > 0 && $0.element.count == 1 ? "0\($0.element)" : $0.element }.joined(
                separator: "-")
        ]
    }

    /// The hidden fields that keep what other pages asked.
    func hidden(except step: ReportJourney.Step?, _ category: Category) -> [UI.HiddenField] {
        var fields = [UI.HiddenField("key", key)]
        fields += photos.map { UI.HiddenField("photo", $0) }
        if step != .details {
            for question in category.asked {
                fields += answers[question.code].map { UI.HiddenField("answer-\(question.code)", $0) }
            }
            if !description.isEmpty { fields.append(UI.HiddenField("description", description)) }
        }
        if step != .contact {
            for (name, value) in [("name", name), ("email", email), ("phone", phone)] {
                if let value { fields.append(UI.HiddenField(name, value)) }
            }
        }
        return fields
    }

    /// The address of a page with the place in its query.
    func page(_ path: String) -> PageAddress {
        PageAddress(path).with("point", point.map { UI.Point($0).text }).with("address", address)
    }

    /// As it is to be filed.
    func filing(_ category: Category, language: Language, person: Person?) -> Filing {
        let party = person.map { Identifier<Act.Party>($0.account) }
        let isAnonymous = category.isSensitive && name == nil && email == nil && phone == nil
        return Filing(
            category, description: description, answers: answers, place: Place(point: point, address: address),
            contact: Contact(
                party: isAnonymous ? nil : party, name: name, email: email, phone: phone, language: language),
            photos: photos, language: language, actor: party.map(Act.Actor.person) ?? .visitor,
            key: SecretKey(key) ?? SecretKey())
    }
}

extension GeoPoint {
    init?(_ point: UI.Point) { self.init(longitude: point.longitude, latitude: point.latitude) }
}

extension UI.Point {
    init(_ point: GeoPoint) { self.init(latitude: point.latitude, longitude: point.longitude) }
}
