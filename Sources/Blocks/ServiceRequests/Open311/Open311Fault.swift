/// An error of Open311: an HTTP status and what is wrong, in the form that GeoReport v2 gives ("Errors").
public struct Open311Fault: Error, Hashable, Sendable {
    public var status: Int
    public var descriptions: [String]

    public init(_ status: Int, _ descriptions: String...) {
        self.status = status
        self.descriptions = descriptions
    }

    public init(_ status: Int, _ descriptions: [String]) {
        self.status = status
        self.descriptions = descriptions
    }

    public var node: Open311Node {
        .list(
            item: "error",
            descriptions.map { .object([.init("code", .integer(status)), .init("description", .text($0))]) })
    }

    static let unknownJurisdiction = Open311Fault(404, "jurisdiction_id provided was not found.")
    static let unknownService = Open311Fault(404, "service_code provided was not found.")
    static let unknownRequest = Open311Fault(404, "service_request_id provided was not found.")
    static let unknownToken = Open311Fault(404, "token provided was not found.")
    static let unknownFormat = Open311Fault(404, "The format is not supported; ask for .xml or .json.")
    static let missingKey = Open311Fault(403, "api_key is missing or invalid.")
}
