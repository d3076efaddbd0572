import FEEL

/// Turns an answer as it was typed into a value, or says what is wrong with it.
enum AnswerReader {
    enum Result {
        case value(FEELValue)
        /// The key of a phrase, its argument, and the member of the answer that is meant.
        case wrong(String, argument: String = "", part: String? = nil)
    }

    static func read(_ answer: AnswerValue, _ kind: Question.Kind) -> Result {
        switch kind {
        case .text(let longest), .longText(let longest): return text(answer, longest ?? 10_000)
        case .number: return number(answer).map { .value(.number($0)) } ?? .wrong("number")
        case .integer:
            guard let number = number(answer), number.isInteger else { return .wrong("integer") }
            return .value(.number(number))
        case .money:
            guard let number = number(answer), number.rounded(scale: 2, .halfEven) == number else {
                return .wrong("money")
            }
            return .value(.number(number))
        case .date: return date(answer).map { .value(.date($0)) } ?? .wrong("date")
        case .yesNo: return flag(answer).map { .value(.boolean($0)) } ?? .wrong("yes or no")
        case .declaration: return flag(answer) == true ? .value(true) : .wrong("missing declaration")
        case .choice(let choices, _):
            guard let text = line(answer) else { return .wrong("choice") }
            return choices.isEmpty || choices.contains { $0.value == text } ? .value(.string(text)) : .wrong("choice")
        case .choices(let choices, _): return several(answer, choices)
        case .email: return email(answer)
        case .phone: return phone(answer)
        case .file(let accept, let largest, let most): return files(answer, accept, largest, most)
        case .address: return address(answer)
        case .personDetails: return person(answer)
        case .mapPoint: return point(answer)
        case .group: return .wrong("shape")
        }
    }

    // MARK: One line

    static func line(_ answer: AnswerValue) -> String? {
        switch answer {
        case .text(let text), .number(let text): text.trimmed
        case .bool(let flag): flag ? "yes" : "no"
        default: nil
        }
    }

    private static func text(_ answer: AnswerValue, _ longest: Int) -> Result {
        guard let text = line(answer) else { return .wrong("shape") }
        return text.utf8.count > longest && text.count > longest
            ? .wrong("longest", argument: "\(longest)") : .value(.string(text))
    }

    /// Digits of Arabic and Persian count like those of Latin; a comma is a decimal point where nothing else is.
    private static func number(_ answer: AnswerValue) -> Decimal128? {
        guard let text = line(answer), !text.isEmpty, text.utf8.count <= 60 else { return nil }
        if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return Decimal128(text) }
        var plain = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x660...0x669: plain.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 0x660 + 0x30)))
            case 0x6F0...0x6F9: plain.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 0x6F0 + 0x30)))
            case 0x66B: plain += "."
            case 0x66C, 0x20, 0xA0, 0x202F, 0x2009, 0x27, 0x2019: continue
            case 0x2212: plain += "-"
            default: plain.unicodeScalars.append(scalar)
            }
        }
        let commas = plain.count { $0 == "," }
        let points = plain.count { $0 == "." }
        // `1,234,567` and `1,234.50` have commas between thousands; `12,5` has a decimal comma.
        if commas > 1
            || (commas == 1 && points == 1
                && plain.firstIndex(of: ",") ?? plain.endIndex < plain.firstIndex(of: ".") ?? plain.startIndex)
        {
            plain.removeAll { $0 == "," }
        } else if commas == 1, points == 0 {
            plain = plain.replacing(",", with: ".")
        }
        guard plain.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D || $0 == 0x2B }) else {
            return nil
        }
        return Decimal128(plain)
    }

    private static func date(_ answer: AnswerValue) -> CalendarDate? {
        if case .object = answer {
            guard let day = number(answer["day"])?.exactInt, let month = number(answer["month"])?.exactInt,
                let year = number(answer["year"])?.exactInt,
                (1...9999).contains(year)
            else { return nil }
            return CalendarDate(year: year, month: month, day: day)
        }
        guard let text = line(answer) else { return nil }
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "/" || $0 == "." }
        guard parts.count == 3, let a = number(.text(String(parts[0])))?.exactInt,
            let b = number(.text(String(parts[1])))?.exactInt,
            let c = number(.text(String(parts[2])))?.exactInt
        else { return nil }
        // The year first, or last: day, month, year.
        if parts[0].count == 4 { return CalendarDate(year: a, month: b, day: c) }
        return parts[2].count == 4 ? CalendarDate(year: c, month: b, day: a) : nil
    }

    private static func flag(_ answer: AnswerValue) -> Bool? {
        if case .bool(let value) = answer { return value }
        return line(answer).flatMap { flag($0) }
    }

    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "yes", "true", "on", "1", "oui", "نعم": true
        case "no", "false", "off", "0", "non", "لا": false
        default: nil
        }
    }

    private static func email(_ answer: AnswerValue) -> Result {
        guard let text = line(answer), text.utf8.count <= 254 else { return .wrong("e-mail") }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = !text.unicodeScalars.contains {
            $0.properties.isWhitespace || $0.value < 0x20 || $0 == "," || $0 == "<" || $0 == ">"
        }
        guard parts.count == 2, !parts[0].isEmpty, isPlain, parts[1].contains("."), !parts[1].hasPrefix("."),
            !parts[1].hasSuffix("."), !parts[1].contains("..")
        else {
            return .wrong("e-mail")
        }
        return .value(.string(text))
    }

    private static func phone(_ answer: AnswerValue) -> Result {
        guard let text = line(answer), text.count <= 40 else { return .wrong("phone") }
        let digits = text.count { $0.isNumber }
        let isPlain = text.allSatisfy { $0.isNumber || " +-()./".contains($0) }
        return digits >= 5 && isPlain ? .value(.string(text)) : .wrong("phone")
    }

    private static func several(_ answer: AnswerValue, _ choices: [Question.Choice]) -> Result {
        var items: [AnswerValue] = [answer]
        if case .list(let list) = answer { items = list }
        var values: [FEELValue] = []
        for item in items {
            guard let text = line(item), choices.isEmpty || choices.contains(where: { $0.value == text }) else {
                return .wrong("choice")
            }
            if !values.contains(.string(text)) { values.append(.string(text)) }
        }
        return .value(.list(values))
    }

    // MARK: Several parts

    private static func files(_ answer: AnswerValue, _ accept: [String], _ largest: Int, _ most: Int) -> Result {
        var items: [AnswerValue] = [answer]
        if case .list(let list) = answer { items = list }
        if items.count > most { return .wrong("most", argument: "\(most)") }
        var values: [FEELValue] = []
        for item in items {
            // The name alone is enough for an example.
            let name = line(item) ?? line(item["name"]) ?? ""
            if name.isEmpty { return .wrong("missing file") }
            let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
            let same = ["jpg": "jpeg", "tif": "tiff"]
            if !accept.isEmpty, !accept.contains(where: { (same[$0] ?? $0) == (same[ending] ?? ending) }) {
                return .wrong("file type", argument: accept.joined(separator: ", "))
            }
            let size = number(item["size"])?.exactInt ?? 0
            if size > largest {
                return .wrong(
                    "file size",
                    argument: largest >= 1_000_000 ? "\(largest / 1_000_000) MB" : "\(max(1, largest / 1000)) kB")
            }
            values.append(
                .context([
                    "id": .string(line(item["id"]) ?? ""), "name": .string(name),
                    "type": .string(line(item["type"]) ?? ""), "size": .number(size),
                ]))
        }
        return .value(.list(values))
    }

    private static func member(_ answer: AnswerValue, _ name: String) -> String {
        String((line(answer[name]) ?? "").prefix(200))
    }

    private static func address(_ answer: AnswerValue) -> Result {
        if let text = line(answer) {
            return .value(.context(["street": .string(text), "postcode": "", "town": "", "country": ""]))
        }
        for part in ["street", "town"] where member(answer, part).isEmpty { return .wrong(part, part: part) }
        return .value(
            .context(FEELContext(["street", "postcode", "town", "country"].map { ($0, .string(member(answer, $0))) })))
    }

    private static func person(_ answer: AnswerValue) -> Result {
        for part in ["given names", "family name"] where member(answer, part).isEmpty {
            return .wrong(part, part: part)
        }
        guard let birth = date(answer["date of birth"]) else { return .wrong("date", part: "date of birth") }
        return .value(
            .context([
                "given names": .string(member(answer, "given names")),
                "family name": .string(member(answer, "family name")), "date of birth": .date(birth),
            ]))
    }

    private static func point(_ answer: AnswerValue) -> Result {
        guard let longitude = number(answer["longitude"]), let latitude = number(answer["latitude"]),
            !(180 < longitude.magnitude),
            !(90 < latitude.magnitude)
        else { return .wrong("map point") }
        return .value(.context(["longitude": .number(longitude), "latitude": .number(latitude)]))
    }
}
