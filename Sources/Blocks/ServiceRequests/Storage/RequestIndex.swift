import Base
import Store

/// How requests are found by words and by place.
extension WriteTransaction {
    /// Writes what finds a request. Sensitive requests are found by officers only, through their queue.
    func index(_ request: ServiceRequest) throws {
    }
}

/// Conditions on `service_requests_requests r`.
enum RequestIndex {
    static func matches(_ words: String) -> SQL {
        let pattern = "%\(words.lowercased().filter { $0 != "%" && $0 != "_" })%"
        return "(LOWER(r.description) LIKE \(pattern) OR LOWER(r.address) LIKE \(pattern))"
    }

    static func within(_ box: GeoBox) -> SQL {
        """
        (r.latitude BETWEEN \(box.south) AND \(box.north) AND r.longitude BETWEEN \(box.west) AND \(box.east))
        """
    }
}
