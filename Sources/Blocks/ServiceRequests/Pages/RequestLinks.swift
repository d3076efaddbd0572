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
    static func mine(_ key: String) -> String { "/requests/mine/\(key)" }
    static func office(_ id: Identifier<ServiceRequest>) -> String { "/office/requests/\(id)" }
}
