import Base
import BuildingBlock
import Web

/// The words of this block's pages in one language.
struct PaymentWords: PageWords {
    static let block = "payments"
    let platform: Platform
    let language: Language
    let settings: PaymentSettings

    init(_ desk: PaymentDesk, in language: Language) {
        (platform, self.language, settings) = (desk.platform, language, desk.settings)
    }

    func account(_ code: String) -> String { settings.chart[code]?.title(in: language) ?? code }
    func money(_ money: Money) -> String { format.money(money) }

    func way(_ way: PaymentWay) -> String { self("way.\(way.rawValue)") }

    func tag(_ state: PaymentState) -> UI.Tag {
        let meaning: UI.Meaning? =
            switch state {
            case .paid: .done
            case .processing: .notice
            case .failed: .warning
            case .open, .cancelled, .expired, .partlyRefunded, .refunded: nil
            }
        return UI.Tag(self("state.\(state.rawValue)"), meaning)
    }

    func tag(_ state: RefundState) -> UI.Tag {
        let meaning: UI.Meaning? =
            switch state {
            case .done: .done
            case .proposed, .approved: .notice
            case .failed: .warning
            case .declined: nil
            }
        return UI.Tag(self("refund-state.\(state.rawValue)"), meaning)
    }

    /// Why a card was refused. A word that we do not know is told as "refused".
    func failure(_ failure: String?) -> String {
        let known = ["insufficient-funds", "not-confirmed"]
        return self("failure.\(failure.flatMap { known.contains($0) ? $0 : nil } ?? "declined")")
    }

    /// Why money goes back: an officer's words, or one of our own.
    func reason(_ refund: Refund) -> String {
        let known = ["overpaid", "cancelled", "expired"]
        return refund.kind == .overpayment && known.contains(refund.reason)
            ? self("owed.\(refund.reason)") : refund.reason
    }
}

extension Money {
    /// From what people type: `12.50`, `12,50`, `1 250`. `nil` for anything that is not above zero.
    init?(typed: String?, _ currency: Currency) {
        guard let typed else { return nil }
        let text = typed.filter { !$0.isWhitespace && $0 != "\u{A0}" && $0 != "\u{202F}" }
        guard let money = Money(text.contains(".") ? text : text.replacing(",", with: "."), currency),
            money.minorUnits > 0
        else { return nil }
        self = money
    }
}
