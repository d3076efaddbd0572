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

    /// Splits `K7M2-94QT.json` into what stands before the suffix and the format.
    public static func split(_ text: String) -> (name: String, format: Open311Format)? {
        guard let dot = text.lastIndex(of: "."), let format = Open311Format(rawValue: String(text[text.index(after: dot)...]))
        else { return nil }
        return (String(text[..<dot]), format)
    }
}
