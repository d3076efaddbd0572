import Web

/// An address of a page of ours: a path and the names and values of its query.
struct PageAddress: Hashable, Sendable, CustomStringConvertible {
    var path: String
    private(set) var query: Query

    init(_ path: String, _ query: Query = Query()) {
        self.path = path
        self.query = query
    }

    /// The same with another item; `nil` and "" add none.
    func with(_ name: String, _ value: String?) -> PageAddress {
        guard let value, !value.isEmpty else { return self }
        return PageAddress(path, Query(query.items + [(name, value)]))
    }

    func without(_ name: String, _ value: String? = nil) -> PageAddress {
        PageAddress(path, Query(query.items.filter { $0.name != name || (value != nil && $0.value != value) }))
    }

    var hidden: [UI.HiddenField] { query.items.map { UI.HiddenField($0.name, $0.value) } }

    var description: String { query.items.isEmpty ? path : "\(path)?\(query.urlencoded)" }
}
