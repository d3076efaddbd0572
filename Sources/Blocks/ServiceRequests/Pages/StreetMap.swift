import Base
import BuildingBlock
import Foundation
import Store
import Web

/// The streets of a jurisdiction: `streets.geojson` of its folder (RFC 7946). Drawn under every map; the nearest street
/// names a chosen place.
struct StreetMap: Sendable {
    struct Street: Sendable {
        var name: String
        var district: String?
        var line: [GeoPoint]
    }

    var data: UI.MapData
    var streets: [Street] = []

    /// A jurisdiction without the file has a map of its extent without streets. Throws `DefinitionError` for a file
    /// that cannot be read.
    static func read(_ jurisdiction: Jurisdiction) throws -> StreetMap {
        let extent = jurisdiction.extent
        var map = StreetMap(
            data: UI.MapData(
                extent: UI.Box(west: extent.west, south: extent.south, east: extent.east, north: extent.north)))
        let path = jurisdiction.folder + "/streets.geojson"
        guard let file = FileManager.default.contents(atPath: path) else { return map }
        let json: JSON
        do throws(JSON.ParseError) {
            json = try JSON(parsing: Array(file), limits: JSON.Limits(bytes: 64 << 20))
        } catch {
            throw DefinitionError(file: path, line: error.line, message: error.reason.rawValue)
        }
        for feature in json["features"]?.array ?? [] { map.add(feature) }
        return map
    }

    private mutating func add(_ feature: JSON) {
        let properties = feature["properties"]
        let coordinates = feature["geometry"]?["coordinates"]
        let name = properties?["name"]?.string
        switch properties?["kind"]?.string {
        case "land": addArea(.land, coordinates)
        case "water": addArea(.water, coordinates)
        case "park": addArea(.park, coordinates)
        case "district":
            let outline = Self.line(coordinates?[0])
            guard let name, let middle = Self.middle(outline) else { return }
            data.labels.append(UI.MapData.Label(name, at: UI.Point(middle)))
        case "street":
            let line = Self.line(coordinates)
            guard line.count > 1 else { return }
            let kind = properties?["class"]?.string
            data.streets.append(
                UI.MapData.Street(line.map { UI.Point($0) }, main: kind == "main" || kind == "avenue", name: name))
            if let name { streets.append(Street(name: name, district: properties?["district"]?.string, line: line)) }
        case "pier", "rail": data.streets.append(UI.MapData.Street(Self.line(coordinates).map { UI.Point($0) }))
        default: return
        }
    }

    private mutating func addArea(_ kind: UI.MapData.AreaKind, _ coordinates: JSON?) {
        let outline = Self.line(coordinates?[0])
        if outline.count > 2 { data.areas.append(UI.MapData.Area(kind, outline.map { UI.Point($0) })) }
    }

    private static func line(_ coordinates: JSON?) -> [GeoPoint] {
        (coordinates?.array ?? []).compactMap { pair in
            guard let longitude = pair[0]?.double, let latitude = pair[1]?.double else { return nil }
            return GeoPoint(longitude: longitude, latitude: latitude)
        }
    }

    private static func middle(_ points: [GeoPoint]) -> GeoPoint? {
        guard !points.isEmpty else { return nil }
        let count = Double(points.count)
        return GeoPoint(
            longitude: points.reduce(0) { $0 + $1.longitude } / count,
            latitude: points.reduce(0) { $0 + $1.latitude } / count)
    }

    /// The name of the street that passes within `metres` of a point, the nearest one.
    func street(near point: GeoPoint, within metres: Double = 60) -> String? {
        var best: (name: String, distance: Double)?
        for street in streets {
            for (a, b) in zip(street.line, street.line.dropFirst()) {
                let distance = point.distance(toSegment: a, b)
                if distance <= metres, distance < best?.distance ?? .infinity { best = (street.name, distance) }
            }
        }
        return best?.name
    }
}

extension GeoPoint {
    /// Metres to the nearest point between `a` and `b`; on the scale of a town the earth is flat.
    func distance(toSegment a: GeoPoint, _ b: GeoPoint) -> Double {
        let scale = Self.earthRadius * Double.pi / 180
        let shrink = cos(latitude * Double.pi / 180)
        func flat(_ p: GeoPoint) -> (x: Double, y: Double) {
            ((p.longitude - longitude) * scale * shrink, (p.latitude - latitude) * scale)
        }
        let (start, end) = (flat(a), flat(b))
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let length = dx * dx + dy * dy
        let part = length > 0 ? min(1, max(0, -(start.x * dx + start.y * dy) / length)) : 0
        let (x, y) = (start.x + part * dx, start.y + part * dy)
        return (x * x + y * y).squareRoot()
    }
}
