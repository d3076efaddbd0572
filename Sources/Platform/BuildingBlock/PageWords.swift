import Base
import Web

/// The words of a block's pages in one language: what all blocks say alike.
public protocol PageWords: Sendable {
    /// What stands before the keys of the block's texts: `payments`.
    static var block: String { get }
    var platform: Platform { get }
    var language: Language { get }
}

extension PageWords {
    public var jurisdiction: Jurisdiction { platform.jurisdiction }
    public var format: Format { Format(language, zone: jurisdiction.calendar.zone) }

    /// The block's text of this key.
    public func callAsFunction(_ key: String, _ arguments: [String: Texts.Argument] = [:]) -> String {
        platform.texts("\(Self.block).\(key)", in: language, arguments)
    }

    /// What an agency is called; its key where there is none.
    public func agency(_ key: String) -> String { jurisdiction.agency(key)?.name(in: language) ?? key }

    public func moment(_ instant: Instant) -> UI.Moment { UI.Moment(instant, format) }
    public func day(_ instant: Instant) -> UI.Moment { UI.Moment(dayOf: instant, format) }
    public func day(_ date: LocalDate) -> UI.Moment { UI.Moment(date, format) }
}
