import Base
import BuildingBlock
import Web

/// The words of this block's pages in one language.
struct PaymentWords: Sendable {
    let texts: Texts
    let language: Language
    let format: Format
    let jurisdiction: Jurisdiction
    let settings: PaymentSettings

    init(_ desk: PaymentDesk, in language: Language) {
        texts = desk.platform.texts
        self.language = language
        jurisdiction = desk.platform.jurisdiction
        settings = desk.settings
        format = Format(language, zone: jurisdiction.calendar.zone)
    }

    /// The text of `payments.KEY`.
    func callAsFunction(_ key: String, _ arguments: [String: Texts.Argument] = [:]) -> String {
        texts("payments.\(key)", in: language, arguments)
    }

    func agency(_ key: String) -> String { jurisdiction.agency(key)?.name(in: language) ?? key }
    func account(_ code: String) -> String { settings.chart[code]?.title(in: language) ?? code }
    func money(_ money: Money) -> String { format.money(money) }

    func moment(_ instant: Instant) -> UI.Moment {
        UI.Moment(format.dateTime(instant), iso: Instant(seconds: instant.seconds).iso8601)
    }
    func day(_ date: LocalDate) -> UI.Moment { UI.Moment(format.date(date), iso: date.description) }
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
