/// What went wrong, for programs (RFC 9457, Problem Details for HTTP APIs).
///
/// A problem never carries a stack trace, SQL or personal data.
public struct Problem: Error, Hashable, Sendable {
    /// The last part of the problem's type address: `validation-failed`. Stable; programs compare it.
    public var type: String
    /// The HTTP status code.
    public var status: Int
    /// A short text for people, the same for every occurrence of the type.
    public var title: String
    /// What went wrong this time and what to do about it.
    public var detail: String?
    /// The fields that were refused, each with its reason.
    public var errors: [FieldError]

    public struct FieldError: Hashable, Sendable {
        /// The field's name in the form, query or JSON pointer of the body.
        public var field: String
        public var message: String
        public init(field: String, message: String) {
            self.field = field
            self.message = message
        }
    }

    public init(type: String, status: Int, title: String, detail: String? = nil, errors: [FieldError] = []) {
        self.type = type
        self.status = status
        self.title = title
        self.detail = detail
        self.errors = errors
    }
}
