import Mustache

/// What a value is to a template. Asking a value for a protocol is slow, so each type is asked once.
enum ValueKind {
    case text, number, flag, nothing, models, list, model, renderable, optional, other
}

/// The kinds of the types that were met in drawing one page.
struct ValueKinds {
    private var known: [(type: ObjectIdentifier, kind: ValueKind)] = []

    mutating func kind(of value: Any) -> ValueKind {
        let type = ObjectIdentifier(Swift.type(of: value))
        for entry in known where entry.type == type { return entry.kind }
        let kind = Self.find(value)
        known.append((type, kind))
        return kind
    }

    private static func find(_ value: Any) -> ValueKind {
        // An optional is seen first: a cast would look through it.
        if value is any OptionalValue { return .optional }
        return switch value {
        case is String: .text
        case is Int: .number
        case is Bool: .flag
        case is Absent: .nothing
        case is any ModelList: .models
        case is any MustacheSequence: .list
        case is any MustacheParent: .model
        case is any MustacheCustomRenderable: .renderable
        default: .other
        }
    }
}

/// An array whose elements are known to be models: each is put into a box once, not at every step on its way.
protocol ModelList {
    var isEmpty: Bool { get }
    func each(_ body: (_ model: any MustacheParent, _ isFirst: Bool, _ isLast: Bool) -> Void)
}

extension Array: ModelList where Element: MustacheParent {
    func each(_ body: (_ model: any MustacheParent, _ isFirst: Bool, _ isLast: Bool) -> Void) {
        for index in indices { body(self[index], index == 0, index == count - 1) }
    }
}

/// Sees an optional inside `Any`.
protocol OptionalValue {
    var wrapped: Any? { get }
}

extension Optional: OptionalValue {
    var wrapped: Any? { self }
}
