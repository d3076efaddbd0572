import Base
import Crypto

/// Where a page of a list begins: after the row with these values of the order's columns (keyset pagination). To the outside it is
/// one opaque word, which cannot be forged to reach other rows.
public struct Cursor: Sendable, Hashable {
    /// The values of the columns that order the list, of the last row seen.
    public var values: [JSON]
    /// Whether the page before that row is meant.
    public var isBackward: Bool

    public init(_ values: [JSON], backward: Bool = false) {
        self.values = values
        isBackward = backward
    }
}

/// Writes and reads cursors. `Call` has one: `call.cursor(…)`, `call.write(…)`.
struct CursorCoding: Sendable {
    private let key: SymmetricKey
    private static let length = 12

    init(secret: [UInt8]) { key = SymmetricKey(data: secret) }

    func write(_ cursor: Cursor) -> String {
        let body = JSON.array([.bool(cursor.isBackward)] + cursor.values).bytes()
        return Base64URL.encode(code(body) + body)
    }

    /// `nil` for what was not written here.
    func read(_ text: String) -> Cursor? {
        guard text.utf8.count <= 1024, let bytes = Base64URL.decode(text), bytes.count > Self.length else { return nil }
        let body = Array(bytes.dropFirst(Self.length))
        guard Array(bytes.prefix(Self.length)) == code(body), let json = try? JSON(parsing: body),
            let values = json.array,
            let isBackward = values.first?.bool
        else { return nil }
        return Cursor(Array(values.dropFirst()), backward: isBackward)
    }

    private func code(_ body: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("cursor ".utf8) + body, using: key).prefix(Self.length))
    }
}

/// One page of a list, and how to get to its neighbours.
public struct ListPage<Element: Sendable>: Sendable {
    public let elements: [Element]
    /// The words for `?cursor=`; `nil` at the ends of the list.
    public let previous: String?
    public let next: String?
}

extension Call {
    /// The cursor of `?cursor=`; `nil` on the first page. Throws a 400 `Problem` for one that was not written here.
    public func cursor(_ name: String = "cursor") throws -> Cursor? {
        guard let text = input.query[name], !text.isEmpty else { return nil }
        guard let cursor = chrome.tools.cursors.read(text) else {
            throw Problem.badRequest("The cursor cannot be read.")
        }
        return cursor
    }

    /// The page size of `?page_size=`, between 1 and `maximum`.
    public func pageSize(_ standard: Int = 20, maximum: Int = 100, parameter: String = "page_size") -> Int {
        min(max(input.query[parameter].flatMap { Int($0) } ?? standard, 1), maximum)
    }

    /// A page from the rows that a query found. Ask for one row more than `size`, after (or before) the cursor's values, in the
    /// list's order (or its reverse for a cursor that is backward).
    ///
    /// - Parameter key: the values of the columns that order the list.
    public func page<Element: Sendable>(
        of rows: [Element], size: Int, after cursor: Cursor?, key: (Element) -> [JSON]
    ) -> ListPage<Element> {
        let isBackward = cursor?.isBackward ?? false
        let hasMore = rows.count > size
        let found = Array(rows.prefix(size))
        let elements = isBackward ? found.reversed() : found
        let cursors = chrome.tools.cursors
        let hasNext = isBackward || hasMore
        let hasPrevious = isBackward ? hasMore : cursor != nil
        return ListPage(
            elements: elements,
            previous: hasPrevious ? elements.first.map { cursors.write(Cursor(key($0), backward: true)) } : nil,
            next: hasNext ? elements.last.map { cursors.write(Cursor(key($0))) } : nil)
    }

    /// The links of a list's page: the same address with other cursors.
    public func pagination<Element>(_ page: ListPage<Element>, text: String? = nil, parameter: String = "cursor")
        -> UI.Pagination
    {
        func address(_ cursor: String) -> String { "\(input.path)?\(input.query.with(parameter, cursor).urlencoded)" }
        return UI.Pagination(previous: page.previous.map(address), next: page.next.map(address), text: text)
    }

    /// A text of the site in the caller's language.
    public func text(_ key: String, _ arguments: [String: Texts.Argument] = [:]) -> String {
        chrome.tools.texts(key, in: language, arguments)
    }

    /// The token that a form for this caller carries, where a view does not write it itself (`{{>csrf}}`).
    public var csrfToken: String { chrome.csrf }
}
