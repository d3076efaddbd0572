/// An expression as it was written, with its names resolved to those of its scope.
package indirect enum Syntax: Sendable {
    case literal(FEELValue)
    /// A variable or a built-in function.
    case name(String, Place)
    case list([Syntax])
    case context([(key: String, value: Syntax)])
    case range(start: Syntax, startIncluded: Bool, end: Syntax, endIncluded: Bool)
    /// A comparison with nothing on its left, such as `< 10`: a range.
    case openRange(FEELRange.Form, Syntax)
    case binary(Operator, Syntax, Syntax)
    case negate(Syntax)
    case between(Syntax, Syntax, Syntax)
    case contained(Syntax, tests: [Syntax])
    case instance(Syntax, FEELType)
    case conditional(Syntax, then: Syntax, otherwise: Syntax)
    case loop([Iterator], Syntax)
    case quantified(every: Bool, [Iterator], Syntax)
    case path(Syntax, String)
    case filter(Syntax, Syntax)
    case call(Syntax, [Syntax], Place)
    case namedCall(Syntax, [(name: String, value: Syntax)], Place)
    case function([FEELFunction.Parameter], Syntax)
    case external([FEELFunction.Parameter], reason: String)
    /// The value converted to a type, or null with a reason that names `subject`.
    case typed(Syntax, FEELType, subject: String)
    /// What could not be read: null with a reason.
    case failed(String)
    /// A node that another module compiles, such as a decision table.
    case custom(any CustomSyntax)

    package enum Operator: String, Sendable {
        case or, and
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case power = "**"
    }

    package struct Iterator: Sendable {
        package var name: String
        package var domain: Domain

        package init(name: String, domain: Domain) {
            self.name = name
            self.domain = domain
        }
    }

    package enum Domain: Sendable {
        case items(Syntax)
        case span(Syntax, Syntax)
    }

    /// Where in its text a piece of an expression stands, from 1.
    package struct Place: Sendable, Hashable {
        package var line: Int32
        package var column: Int32

        package static let none = Place(line: 0, column: 0)
    }
}

/// A node of another module inside an expression.
package protocol CustomSyntax: Sendable {
    func compile(_ compiler: inout Compiler) -> any Code
}

/// Why a text is not an expression.
public struct FEELError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in a sentence without its place.
    public let message: String
    /// From 1.
    public let line: Int
    /// From 1, in characters.
    public let column: Int
    /// The name that was probably meant.
    public let suggestion: String?

    public var description: String {
        let hint = suggestion.map { "; did you mean '\($0)'?" } ?? ""
        return "line \(line), column \(column): \(message)\(hint)"
    }
}

extension FEELError {
    /// What a language around FEEL refuses, at the beginning of the text.
    package init(_ message: String) { self.init(message: message, line: 1, column: 1, suggestion: nil) }
}
