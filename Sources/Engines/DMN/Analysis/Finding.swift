import FEEL

/// Something that the analysis of a decision table found, with values that show it.
public struct Finding: Codable, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Codable, Sendable {
        /// No rule matches.
        case gap
        /// Several rules match where only one may, or where they must agree.
        case overlap
        /// The rule can never match.
        case unreachable
        /// The rule can match, but another one always takes its place.
        case masked
        /// A value that the table or its type does not allow.
        case notAllowed
        /// A test that no value of the input's type can pass.
        case typeMismatch
        /// A part that depends on other values, and was left out of the analysis.
        case notAnalysed
    }

    public var kind: Kind
    /// The decision, with the box that holds the table.
    public var table: String
    /// The rules it is about, from 1.
    public var rules: [Int]
    public var message: String
    /// Inputs for which it happens, written in FEEL.
    public var example: [Trace.Named]

    public var description: String {
        let values = example.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
        return "\(table): \(message)" + (values.isEmpty ? "" : " — for example \(values)")
    }
}

extension DecisionModel {
    /// Examines every decision table of the model: gaps, overlaps, rules that cannot match or never count, values that are
    /// not allowed, types that cannot meet.
    ///
    /// Cells that depend on other variables are taken to match sometimes; the findings say so.
    public func analyse() -> [Finding] {
        tables.flatMap { TableAnalysis($0).findings }
    }
}
