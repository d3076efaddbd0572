import Base
import Foundation
import Store

/// An address that mail can be sent to (RFC 5321 §4.1.2, without quoted local parts; RFC 6531 for other letters than ASCII).
///
/// Two addresses that differ only in case are the same.
public struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    /// As the person writes it.
    public let description: String
    /// What addresses are compared by.
    public let key: String

    /// `nil` for what mail cannot be sent to.
    public init?(_ text: String) {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
        guard text.utf8.count <= 254, let at = text.lastIndex(of: "@") else { return nil }
        let local = text[..<at]
        let labels = text[text.index(after: at)...].split(separator: ".", omittingEmptySubsequences: false)
        guard (1...64).contains(local.utf8.count), labels.allSatisfy(Self.isLabel),
            !local.hasPrefix("."), !local.hasSuffix("."), !local.contains(".."),
            local.unicodeScalars.allSatisfy(Self.isAtom)
        else { return nil }
        description = text
        key = text.lowercased()
    }

    private static func isAtom(_ scalar: Unicode.Scalar) -> Bool {
        if !scalar.isASCII { return scalar.properties.isAlphabetic || scalar.properties.numericType != nil }
        return isLetterOrDigit(scalar) || "!#$%&'*+-/=?^_`{|}~.".unicodeScalars.contains(scalar)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
            && label.unicodeScalars.allSatisfy { scalar in
                isLetterOrDigit(scalar) || scalar == "-" || (!scalar.isASCII && scalar.properties.isAlphabetic)
            }
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
    }

    public static func == (a: Self, b: Self) -> Bool { a.key == b.key }
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension EmailAddress: SQLConvertible {
    public var sqlValue: SQLValue { .text(description) }
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }
}
