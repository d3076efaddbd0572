import Foundation

extension UI {
    /// A place on the earth: degrees, WGS 84.
    public struct Point: Sendable, Hashable {
        public var latitude, longitude: Double
        public init(latitude: Double, longitude: Double) { (self.latitude, self.longitude) = (latitude, longitude) }

        /// From `52.37021,4.89517`, as a form sends it; `nil` for anything else and for what is not on the earth.
        public init?(_ text: String) {
            let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(Double.init)
            guard parts.count == 2, let latitude = parts[0], let longitude = parts[1],
                (-90...90).contains(latitude), (-180...180).contains(longitude)
            else { return nil }
            self.init(latitude: latitude, longitude: longitude)
        }

        /// `52.37021,4.89517`: to about a metre.
        public var text: String { "\(Self.degrees(latitude)),\(Self.degrees(longitude))" }

        /// Five decimals. A map has hundreds of these, and `String(format:)` asks a formatter of the system for each.
        static func degrees(_ value: Double) -> String {
            guard abs(value) <= 360 else { return "0.00000" }
            let steps = Int((value * 100_000).rounded())
            let decimals = String(steps.magnitude % 100_000)
            let zeros = String(repeating: "0", count: 5 - decimals.utf8.count)
            return "\(steps < 0 ? "-" : "")\(steps.magnitude / 100_000).\(zeros)\(decimals)"
        }
    }

    /// A part of the map: degrees, WGS 84.
    public struct Box: Sendable, Hashable {
        public var west, south, east, north: Double

        public init(west: Double, south: Double, east: Double, north: Double) {
            (self.west, self.south, self.east, self.north) = (west, south, east, north)
        }

        /// From `west,south,east,north`, as a query holds it (`bbox`); `nil` for anything else.
        public init?(_ text: String) {
            let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(Double.init)
            guard parts.count == 4, let west = parts[0], let south = parts[1], let east = parts[2],
                let north = parts[3], west < east, south < north, (-180...180).contains(west),
                (-180...180).contains(east), (-90...90).contains(south), (-90...90).contains(north)
            else { return nil }
            self.init(west: west, south: south, east: east, north: north)
        }

        public var text: String { [west, south, east, north].map(Point.degrees).joined(separator: ",") }
        public var width: Double { east - west }
        public var height: Double { north - south }
        public var centre: Point { Point(latitude: (south + north) / 2, longitude: (west + east) / 2) }

        public func contains(_ point: Point) -> Bool {
            (west...east).contains(point.longitude) && (south...north).contains(point.latitude)
        }

        /// Moved by parts of its own size.
        func moved(east eastward: Double, north northward: Double) -> Box {
            let (dx, dy) = (width * eastward, height * northward)
            return Box(west: west + dx, south: south + dy, east: east + dx, north: north + dy)
        }

        /// Around another centre, `factor` times as large.
        func scaled(_ factor: Double, around point: Point? = nil) -> Box {
            let (centre, dx, dy) = (point ?? centre, width * factor / 2, height * factor / 2)
            return Box(
                west: centre.longitude - dx, south: centre.latitude - dy, east: centre.longitude + dx,
                north: centre.latitude + dy)
        }

        /// Grown on its shorter side until it has the shape of the drawing, where a degree of longitude is
        /// shorter than one of latitude.
        func shaped(_ ratio: Double) -> Box {
            let shrink = max(cos(centre.latitude * .pi / 180), 0.01)
            let isTooNarrow = width * shrink / height < ratio
            let wide = isTooNarrow ? height * ratio / shrink : width
            let high = isTooNarrow ? height : width * shrink / ratio
            let centre = centre
            return Box(
                west: centre.longitude - wide / 2, south: centre.latitude - high / 2,
                east: centre.longitude + wide / 2, north: centre.latitude + high / 2)
        }
    }

    /// What a map draws under its pins.
    public struct MapData: Sendable {
        public enum AreaKind: String, Sendable, CaseIterable { case land, water, park }

        public struct Area: Sendable {
            public var kind: AreaKind
            public var outline: [Point]
            public init(_ kind: AreaKind, _ outline: [Point]) { (self.kind, self.outline) = (kind, outline) }
        }

        public struct Street: Sendable {
            public var line: [Point]
            public var isMain: Bool
            /// Written along it where the map shows it from near.
            public var name: String?
            public init(_ line: [Point], main: Bool = false, name: String? = nil) {
                (self.line, isMain, self.name) = (line, main, name)
            }
        }

        public struct Label: Sendable {
            public var text: String
            public var point: Point
            public init(_ text: String, at point: Point) { (self.text, self.point) = (text, point) }
        }

        /// As far as the map goes.
        public var extent: Box
        /// Drawn in their order.
        public var areas: [Area]
        public var streets: [Street]
        public var labels: [Label]

        public init(extent: Box, areas: [Area] = [], streets: [Street] = [], labels: [Label] = []) {
            (self.extent, self.areas, self.streets, self.labels) = (extent, areas, streets, labels)
        }
    }

    /// Something at a place.
    public struct Pin: ViewModel {
        public var point: Point
        public var title: String
        public var href: String?
        public var note: String?

        public init(_ title: String, at point: Point, href: String? = nil, note: String? = nil) {
            (self.title, self.point, self.href, self.note) = (title, point, href, note)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "title": title
            case "href": href.orAbsent
            case "note": note.orAbsent
            default: nil
            }
        }
    }
}
