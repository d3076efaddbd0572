import Base

/// The forms in which records go out: CSV (RFC 4180), JSON (an array of objects), GeoJSON (RFC 7946).
public enum RecordFormat: String, Sendable, CaseIterable {
    case csv, json, geojson

    public var mediaType: String {
        switch self {
        case .csv: "text/csv"
        case .json: "application/json"
        case .geojson: "application/geo+json"
        }
    }
}

/// Writes records one after the other, so that none but the present one is in memory.
///
/// ```swift
/// var writer = RecordWriter(.csv, columns: ["id", "status"])
/// send(writer.head() + writer.record(["1", "open"]) + writer.foot())
/// ```
public struct RecordWriter: Sendable {
    private let format: RecordFormat
    private let columns: [String]
    /// Where longitude and latitude stand, for GeoJSON.
    private let place: (longitude: Int, latitude: Int)?
    private var count = 0

    /// - Parameter place: the indexes of the columns of longitude and latitude (WGS 84 degrees). Without it a GeoJSON feature
    ///   has no geometry.
    public init(_ format: RecordFormat, columns: [String], place: (longitude: Int, latitude: Int)? = nil) {
        (self.format, self.columns, self.place) = (format, columns, place)
    }

    /// What stands before the first record.
    public func head() -> [UInt8] {
        switch format {
        case .csv: Array(CSV.record(columns).utf8)
        case .json: Array("[".utf8)
        case .geojson: Array(#"{"type":"FeatureCollection","features":["#.utf8)
        }
    }

    /// One record; its values stand in the order of the columns.
    public mutating func record(_ values: [JSON]) -> [UInt8] {
        defer { count += 1 }
        let separator = count == 0 ? "\n" : ",\n"
        switch format {
        case .csv: return Array(CSV.record(values.map(Self.field), formulaSafe: true).utf8)
        case .json: return Array(separator.utf8) + object(values, without: []).bytes()
        case .geojson: return Array(separator.utf8) + feature(values).bytes()
        }
    }

    /// What stands after the last record.
    public func foot() -> [UInt8] {
        switch format {
        case .csv: []
        case .json: Array("\n]\n".utf8)
        case .geojson: Array("\n]}\n".utf8)
        }
    }

    private func object(_ values: [JSON], without left: Set<Int>) -> JSON {
        .object(
            zip(columns, values).enumerated().filter { !left.contains($0.offset) }.map {
                JSON.Member($0.element.0, $0.element.1)
            })
    }

    private func feature(_ values: [JSON]) -> JSON {
        var geometry = JSON.null
        var left: Set<Int> = []
        if let place {
            left = [place.longitude, place.latitude]
            if values.indices.contains(place.longitude), values.indices.contains(place.latitude),
                values[place.longitude].double != nil, values[place.latitude].double != nil
            {
                geometry = ["type": "Point", "coordinates": [values[place.longitude], values[place.latitude]]]
            }
        }
        return ["type": "Feature", "geometry": geometry, "properties": object(values, without: left)]
    }

    private static func field(_ value: JSON) -> String {
        switch value {
        case .null: ""
        case .string(let text): text
        default: value.description
        }
    }
}
