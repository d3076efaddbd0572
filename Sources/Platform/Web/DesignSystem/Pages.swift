extension UI {
    /// A page that could not be shown: which status, and what the person can do. The words are in the view.
    public struct ErrorPage: Component {
        public static let partial = "error-page"

        /// The statuses that have words of their own; any other is told as its class (400 or 500).
        public static let statuses = [400, 401, 403, 404, 405, 410, 413, 415, 429, 500, 503]

        public var status: Int
        /// What went wrong this time, where there is more to say than the status does.
        public var detail: String?
        /// The request's number, for someone who asks for help.
        public var requestID: String?
        /// Seconds until it makes sense to try again.
        public var retryAfter: Int?
        public var home: String
        /// Where to sign in, for 401 and 403.
        public var signIn: String?
        public var search: Search?

        public init(
            _ status: Int, detail: String? = nil, requestID: String? = nil, retryAfter: Int? = nil,
            home: String = "/", signIn: String? = nil, search: Search? = nil
        ) {
            (self.status, self.detail, self.requestID, self.retryAfter) = (status, detail, requestID, retryAfter)
            (self.home, self.signIn, self.search) = (home, signIn, search)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "status": status
            case "detail": detail.orAbsent
            case "requestID": requestID.orAbsent
            case "retryAfter": retryAfter.orAbsent
            case "home": home
            case "signIn": signIn.orAbsent
            case "search": search.orAbsent
            default: Self.statuses.contains { key == "is\($0)" } ? key == "is\(told)" : nil
            }
        }

        private var told: Int {
            if Self.statuses.contains(status) { return status }
            return (400..<500).contains(status) ? 400 : 500
        }
    }

    /// Where someone signs in.
    public struct SignIn: Component {
        public static let partial = "sign-in"
        public var action: String
        public var email: TextField
        public var password: TextField
        public var hidden: [HiddenField]
        public var forgotten: String?
        public var create: String?
        /// What was wrong with the attempt, in words that do not say whether the account exists.
        public var problem: String?
        /// Accounts to try, where nothing is real.
        public var samples: Table?

        public init(
            action: String, email: TextField, password: TextField, hidden: [HiddenField] = [],
            forgotten: String? = nil, create: String? = nil, problem: String? = nil, samples: Table? = nil
        ) {
            (self.action, self.email, self.password, self.hidden) = (action, email, password, hidden)
            (self.forgotten, self.create, self.problem, self.samples) = (forgotten, create, problem, samples)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "action": action
            case "email": email
            case "password": password
            case "hidden": hidden
            case "forgotten": forgotten.orAbsent
            case "create": create.orAbsent
            case "summary": ErrorSummary(fields: [email, password], problems: [problem].compactMap { $0 }).orAbsent
            case "samples": samples.orAbsent
            default: nil
            }
        }
    }

    /// The head of a letter or a certificate: who writes, to whom, when, about what. For the view `layout-letter`.
    public struct Letterhead: Component {
        public static let partial = "letterhead"
        public var agency: String
        /// The sender's address, one line each.
        public var sender: [String]
        public var recipient: [String]
        public var date: Moment
        public var referenceLabel: String
        public var reference: String
        public var subject: String
        /// A QR code as SVG, and the plain address beside it.
        public var code: HTML?
        public var address: String?

        public init(
            agency: String, sender: [String], recipient: [String], date: Moment, referenceLabel: String,
            reference: String, subject: String, code: HTML? = nil, address: String? = nil
        ) {
            (self.agency, self.sender, self.recipient, self.date) = (agency, sender, recipient, date)
            (self.referenceLabel, self.reference, self.subject) = (referenceLabel, reference, subject)
            (self.code, self.address) = (code, address)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "agency": agency
            case "sender": sender
            case "recipient": recipient
            case "date": date
            case "referenceLabel": referenceLabel
            case "reference": reference
            case "subject": subject
            case "code": code.orAbsent
            case "address": address.orAbsent
            default: nil
            }
        }
    }
}
