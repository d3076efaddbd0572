import Store

/// How sure the government is of who somebody is: the levels of Regulation (EU) No 910/2014 (eIDAS), article 8.
public enum Assurance: String, CaseIterable, Sendable, Hashable, Comparable, Codable, SQLConvertible {
    /// What the person says of themselves, with an address of mail that works.
    case low
    /// An officer saw a document that proves it.
    case substantial
    /// Proved as for a passport: document, face and register.
    case high

    public static func < (one: Assurance, other: Assurance) -> Bool {
        (allCases.firstIndex(of: one) ?? 0) < (allCases.firstIndex(of: other) ?? 0)
    }
}
