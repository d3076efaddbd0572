import HTTPTypes

/// A file of known length, whole or the part that was asked for (RFC 9110 §14).
struct FileAnswer {
    let type: String
    let length: Int
    let tag: String?
    let name: String?
    let write: @Sendable (Range<Int>, StreamWriter) async throws -> Void

    func answer(to head: RequestHead, headers: HTTPFields, finish: (inout Answer) -> Void) -> Answer {
        var answer = Answer(.ok, headers: headers)
        answer.headers[.contentType] = ReplyWriter.textual(type)
        answer.headers[.acceptRanges] = "bytes"
        let entityTag = tag.map { "\"\($0)\"" }
        if let entityTag { answer.headers[.eTag] = entityTag }
        if let name { answer.headers[.contentDisposition] = Self.disposition(name) }
        finish(&answer)
        if let entityTag, EntityTag.matches(head.headers[.ifNoneMatch], entityTag) {
            answer.status = .notModified
            return answer
        }
        var range = 0..<length
        if let asked = head.headers[.range], head.headers[.ifRange].map({ $0 == entityTag }) ?? true {
            switch Self.range(asked, length: length) {
            case .whole: break
            case .unsatisfiable:
                answer.status = .rangeNotSatisfiable
                answer.headers[.contentRange] = "bytes */\(length)"
                return answer
            case .part(let part):
                range = part
                answer.status = .partialContent
                answer.headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(length)"
            }
        }
        let write = write
        let part = range
        answer.body = .stream(length: part.count) { try await write(part, $0) }
        return answer
    }

    enum Asked: Equatable {
        case whole
        case part(Range<Int>)
        case unsatisfiable
    }

    /// One range. Several at once are answered with the whole, as RFC 9110 §14.2 allows.
    static func range(_ text: String, length: Int) -> Asked {
        guard text.hasPrefix("bytes=") else { return .whole }
        let parts = text.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return .whole }
        let digits = parts.map { $0.filter { $0 != " " } }
        guard digits.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }), digits != ["", ""] else {
            return .whole
        }
        if digits[0].isEmpty {
            guard let count = Int(digits[1]) else { return .whole }
            return count == 0 || length == 0 ? .unsatisfiable : .part(max(0, length - count)..<length)
        }
        guard let first = Int(digits[0]) else { return .unsatisfiable }
        guard first < length else { return .unsatisfiable }
        guard !digits[1].isEmpty else { return .part(first..<length) }
        guard let last = Int(digits[1]) else { return .part(first..<length) }
        return last < first ? .whole : .part(first..<min(last + 1, length))
    }

    /// `attachment` with the name in both notations (RFC 6266 §4.3).
    static func disposition(_ name: String) -> String {
        let plain = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_. ".contains($0)) ? $0 : "_" })
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(PercentCoding.encode(name))"
    }
}

enum EntityTag {
    /// Whether `If-None-Match` names the tag (RFC 9110 §13.1.2, weak comparison).
    static func matches(_ header: String?, _ tag: String) -> Bool {
        guard let header else { return false }
        if header == tag || header == "*" { return true }
        return header.split(separator: ",").contains { part in
            let text = String(part).trimmed
            return text == tag || text == "W/\(tag)"
        }
    }
}
