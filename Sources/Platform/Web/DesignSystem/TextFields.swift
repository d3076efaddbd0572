extension UI {
    /// One line of text; also numbers, money, addresses of mail, telephone numbers, passwords, searches.
    public struct TextField: Field {
        public static let partial = "text-field"

        public enum Kind: String, Sendable, CaseIterable { case text, email, tel, password, url, search }

        /// The width of the box tells how long the answer is.
        public enum Width: String, Sendable, CaseIterable { case full, long, medium, short, tiny }

        public var question: Question
        public var content: String
        public var kind: Kind
        public var width: Width
        /// The purpose of the field (HTML §4.10.18.7): `name`, `email`, `street-address`, `one-time-code`…
        public var autocomplete: String?
        /// `numeric` or `decimal` brings up the keys for figures.
        public var inputMode: String?
        /// A unit or a currency before or after the box.
        public var prefix, suffix: String?

        public init(
            _ question: Question, value: String = "", kind: Kind = .text, width: Width = .full,
            autocomplete: String? = nil, inputMode: String? = nil, prefix: String? = nil, suffix: String? = nil
        ) {
            (self.question, content, self.kind, self.width) = (question, value, kind, width)
            (self.autocomplete, self.inputMode) = (autocomplete, inputMode)
            (self.prefix, self.suffix) = (prefix, suffix)
        }

        /// A whole number or a decimal one. It is a text box with keys for figures: a browser's number box
        /// changes the answer when someone scrolls.
        public static func number(
            _ question: Question, value: String = "", decimals: Bool = false, unit: String? = nil, width: Width = .short
        ) -> TextField {
            TextField(question, value: value, width: width, inputMode: decimals ? "decimal" : "numeric", suffix: unit)
        }

        /// A sum of money, with the sign of its currency before it.
        public static func money(_ question: Question, value: String = "", currency: String) -> TextField {
            TextField(question, value: value, width: .short, inputMode: "decimal", prefix: currency)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "value": content
            case "kind": kind.rawValue
            case "width": width.rawValue
            case "isLeftToRight": kind == .email || kind == .url || kind == .tel
            case "autocomplete": autocomplete.orAbsent
            case "inputMode": inputMode.orAbsent
            case "prefix": prefix.orAbsent
            case "suffix": suffix.orAbsent
            case "hasAffix": prefix != nil || suffix != nil
            default: question.member(key)
            }
        }
    }

    /// Several lines of text, with a limit that is counted down where scripts run.
    public struct TextArea: Field {
        public static let partial = "text-area"
        public var question: Question
        public var content: String
        public var rows: Int
        /// In characters.
        public var limit: Int?

        public init(_ question: Question, value: String = "", rows: Int = 5, limit: Int? = nil) {
            (self.question, content, self.rows, self.limit) = (question, value, rows, limit)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "value": content
            case "rows": rows
            case "limit": limit.orAbsent
            case "describedBy":
                ([question.describedBy, limit.map { _ in "\(question.id)-count" }].compactMap { $0 }
                    .joined(separator: " ")).nonEmpty.orAbsent
            default: question.member(key)
            }
        }
    }

    /// A date in three boxes: day, month, year. They send `name-day`, `name-month`, `name-year`.
    public struct DateField: Field {
        public static let partial = "date-field"
        public var question: Question
        public var day, month, year: String
        /// `bday` for the date of someone's birth.
        public var isBirthday: Bool

        public init(
            _ question: Question, day: String = "", month: String = "", year: String = "", birthday: Bool = false
        ) {
            (self.question, self.day, self.month, self.year) = (question, day, month, year)
            isBirthday = birthday
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "day": day
            case "month": month
            case "year": year
            case "isBirthday": isBirthday
            default: question.member(key)
            }
        }
    }
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}
