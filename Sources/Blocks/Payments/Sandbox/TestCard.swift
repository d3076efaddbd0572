/// The cards that the sandbox knows. No real card is ever asked for.
enum TestCard: String, Sendable, CaseIterable {
    case good = "4000000000000010"
    case declined = "4000000000000028"
    case poor = "4000000000000036"
    /// The bank asks the person to confirm on a page of its own, as 3-D Secure does.
    case challenged = "4000000000000044"
    /// The bank takes its time.
    case slow = "4000000000000051"
    /// The bank takes its time, and then refuses.
    case slowDeclined = "4000000000000069"

    /// The word for why it is refused.
    var failure: String? {
        switch self {
        case .good, .challenged, .slow: nil
        case .declined, .slowDeclined: "declined"
        case .poor: "insufficient-funds"
        }
    }

    /// Whether the digits have the check digit of a card (ISO/IEC 7812-1, Annex B).
    static func hasCheckDigit(_ digits: String) -> Bool {
        guard (12...19).contains(digits.utf8.count) else { return false }
        var sum = 0
        for (index, byte) in digits.utf8.reversed().enumerated() {
            guard case let digit = Int(byte) - 48, (0...9).contains(digit) else { return false }
            let doubled = index.isMultiple(of: 2) ? digit : digit * 2
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum.isMultiple(of: 10)
    }
}
