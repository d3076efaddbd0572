/// The two forms of Open311: XML is required, JSON optional (GeoReport v2, "Format support").
public enum Open311Format: String, CaseIterable, Hashable, Sendable {
    case xml
    case json

    public var mediaType: String {
        switch self {
        case .xml: "text/xml; charset=utf-8"
        case .json: "application/json; charset=utf-8"
        }
    }
}
