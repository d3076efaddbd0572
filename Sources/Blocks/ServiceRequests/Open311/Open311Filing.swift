import Base
import Journal
import Web

/// The arguments of POST Service Request, as a report.
struct Open311Filing {
    let form: Form
    let category: Category
    let language: Language

    /// Throws `Open311Fault` with all that is wrong: what the filing itself is checked for comes later.
    init(_ form: Form, catalogue: CategoryCatalogue, language: Language) throws {
        guard let code = form["service_code"] else { throw Open311Fault(400, "service_code was not provided.") }
        guard let category = catalogue[code] else { throw Open311Fault.unknownService }
        self.form = form
        self.category = category
        self.language = language
    }

    func filing(client: APIKey?, photos: [String]) throws -> Filing {
        var arguments = Open311Arguments(form.fields)
        let point = arguments.point()
        var media: String?
        if let url = form["media_url"] {
            if url.isWebAddress {
                media = url
            } else {
                arguments.faults.append("media_url must be an http or https address.")
            }
        }
        guard arguments.faults.isEmpty else { throw Open311Fault(400, arguments.faults) }
        let name = [form["first_name"], form["last_name"]].compactMap { $0 }.joined(separator: " ")
        return Filing(
            category, description: form["description"] ?? "", answers: answers,
            place: Place(
                point: point, address: form["address_string"], addressID: form["address_id"], postcode: form["zipcode"]),
            contact: Contact(
                name: name.isEmpty ? nil : name, email: form["email"], phone: form["phone"], language: language),
            photos: photos, mediaURL: media, language: language, source: .open311,
            actor: client.map { .client($0.id.description) } ?? .visitor)
    }

    /// `attribute[CODE]`, or `attribute[CODE][]` for lists of several values.
    private var answers: Answers {
        var answers = Answers()
        for question in category.asked {
            let name = "attribute[\(question.code)]"
            answers[question.code] = (form.all(name) + form.all(name + "[]")).map { $0.trimmed }.filter { !$0.isEmpty }
        }
        return answers
    }

    /// What is wrong with a filing, in the words of Open311: fields are called as the client sent them.
    static func fault(_ faults: [FilingFault], _ words: RequestWords) -> Open311Fault {
        Open311Fault(400, faults.map { "\(argument($0.field)): \(words.fault($0))" })
    }

    private static func argument(_ field: String) -> String {
        switch field {
        case "place": "lat, long, address_string or address_id"
        case "address": "address_string"
        case "name": "first_name, last_name"
        case "photos": "media_url"
        default: field.hasPrefix("answer-") ? "attribute[\(field.dropFirst("answer-".count))]" : field
        }
    }
}

extension String {
    /// An absolute http or https address without spaces, at most 2,000 characters.
    var isWebAddress: Bool {
        guard let end = firstRange(of: "://"), utf8.count <= 2000 else { return false }
        let scheme = self[..<end.lowerBound].lowercased()
        return (scheme == "https" || scheme == "http") && self[end.upperBound...].first?.isLetter == true
            && utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3C && $0 != 0x3E }
    }
}
