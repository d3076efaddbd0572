import Base

extension Problem {
    /// What is not there, and what the caller may not know to be there.
    public static let notFound = Problem(type: "not-found", status: 404, title: "Not found")

    /// Fields that cannot be accepted as they are.
    public static func invalid(_ errors: [FieldError]) -> Problem {
        Problem(type: "validation-failed", status: 422, title: "Some answers need your attention", errors: errors)
    }
}

/// An error of a block that knows what it means to a caller. Web turns it into a page or a problem document.
public protocol ProblemConvertible: Error {
    var problem: Problem { get }
}
