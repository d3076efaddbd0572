import Foundation

extension UI.MapData {
    /// From a GeoJSON feature collection (RFC 7946) whose features have a property `kind`: `land`, `water` and `park` are
    /// areas, `street` is a street (`class` `main` for a wide one), `pier` and `rail` are narrow ones, and a `district`
    /// is named in its middle. Other kinds are passed over.
    public init(geoJSON: Data) throws {
        let collection = try JSONDecoder().decode(Collection.self, from: geoJSON)
        var areas: [Area] = [], streets: [Street] = [], labels: [Label] = []
        for feature in collection.features {
            let line = feature.geometry.line
            switch feature.properties.kind {
            case "street": streets.append(Street(line, main: feature.properties.class == "main"))
            case "pier", "rail": streets.append(Street(line))
            case "district":
                if let name = feature.properties.name, let box = UI.Box(around: line) {
                    labels.append(Label(name, at: box.centre))
                }
            case let kind:
                if let kind = AreaKind(rawValue: kind) { areas.append(Area(kind, line)) }
            }
        }
        let everything = areas.flatMap(\.outline) + streets.flatMap(\.line)
        let extent = collection.bbox.flatMap { $0.count == 4 ? $0 : nil }.map {
            UI.Box(west: $0[0], south: $0[1], east: $0[2], north: $0[3])
        }
        self.init(
            extent: extent ?? UI.Box(around: everything) ?? UI.Box(west: -180, south: -85, east: 180, north: 85),
            areas: areas, streets: streets, labels: labels)
    }

    private struct Collection: Decodable {
        var bbox: [Double]?
        var features: [Feature]
    }

    private struct Feature: Decodable {
        struct Properties: Decodable {
            var kind: String
            var `class`: String?
            var name: String?
        }
        var properties: Properties
        var geometry: Geometry
    }

    /// A line, or the outer ring of a polygon.
    private struct Geometry: Decodable {
        var line: [UI.Point]

        private enum Key: CodingKey { case type, coordinates }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            let positions: [[Double]] =
                switch try container.decode(String.self, forKey: .type) {
                case "LineString": try container.decode([[Double]].self, forKey: .coordinates)
                case "Polygon": try container.decode([[[Double]]].self, forKey: .coordinates).first ?? []
                default: []
                }
            line = positions.filter { $0.count >= 2 }.map { UI.Point(latitude: $0[1], longitude: $0[0]) }
        }
    }
}

extension UI.Box {
    /// The smallest around all points; `nil` for none.
    public init?(around points: [UI.Point]) {
        let longitudes = points.map(\.longitude), latitudes = points.map(\.latitude)
        guard let west = longitudes.min(), let east = longitudes.max(), let south = latitudes.min(),
            let north = latitudes.max()
        else { return nil }
        self.init(west: west, south: south, east: east, north: north)
    }
}
