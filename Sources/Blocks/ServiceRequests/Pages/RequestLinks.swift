import Base

/// The addresses of this block's pages.
enum RequestLinks {
    static let report = "/report"
    static let list = "/requests"
    static let map = "/requests/map"
    static let queue = "/office/requests"
    static let statistics = "/office/requests/statistics"
    static let own = "/account/requests"

    static func report(_ category: String) -> String { "/report/\(category)" }
    static func request(_ reference: RequestReference) -> String { "/requests/\(reference)" }
    /// The private page: whoever has its address may do what the person who reported may.
    static func mine(_ reference: RequestReference, _ key: String) -> String { "\(request(reference))/mine/\(key)" }
    static func followers(_ reference: RequestReference) -> String { "\(request(reference))/followers" }
    static func office(_ id: Identifier<ServiceRequest>) -> String { "/office/requests/\(id)" }
}
