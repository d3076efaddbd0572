import Base

extension Problem {
    /// What is not there, and what the caller may not know to be there.
    public static let notFound = Problem(type: "not-found", status: 404, title: "Not found")

    /// Fields that cannot be accepted as they are.
    public static func invalid(_ errors: [FieldError]) -> Problem {
        Problem(type: "validation-failed", status: 422, title: "Some answers need your attention", errors: errors)
    }
}
