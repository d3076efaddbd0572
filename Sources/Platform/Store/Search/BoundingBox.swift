import Foundation

/// A part of the map between two meridians and two parallels, in degrees of WGS 84; its edges belong to it.
/// One that crosses the antimeridian has its west greater than its east (RFC 7946 §5.2).
public struct BoundingBox: Sendable, Hashable {
    public var west: Double
    public var south: Double
    public var east: Double
    public var north: Double

    public init(west: Double, south: Double, east: Double, north: Double) {
        self.west = west
        self.south = south
        self.east = east
        self.north = north
    }

    /// A box of no size.
    public init(latitude: Double, longitude: Double) {
        self.init(west: longitude, south: latitude, east: longitude, north: latitude)
    }

    /// The smallest box around every point within `metres` of one, on a sphere of the Earth's mean radius.
    public init(aroundLatitude latitude: Double, longitude: Double, metres: Double) {
        let degrees = metres / 6_371_009 * 180 / .pi
        let south = latitude - degrees
        let north = latitude + degrees
        guard south > -90, north < 90 else {
            self.init(west: -180, south: max(south, -90), east: 180, north: min(north, 90))
            return
        }
        // The meridians touch the circle north (or south) of its centre.
        let width = asin(min(1, sin(degrees * .pi / 180) / cos(latitude * .pi / 180))) * 180 / .pi
        func wrapped(_ longitude: Double) -> Double {
            longitude < -180 ? longitude + 360 : longitude > 180 ? longitude - 360 : longitude
        }
        self.init(west: wrapped(longitude - width), south: south, east: wrapped(longitude + width), north: north)
    }

    public func contains(longitude: Double, latitude: Double) -> Bool {
        guard (south...north).contains(latitude) else { return false }
        return west <= east ? (west...east).contains(longitude) : longitude >= west || longitude <= east
    }

    /// One box, or the two on either side of the antimeridian.
    var parts: [BoundingBox] {
        guard west > east else { return [self] }
        return [
            BoundingBox(west: west, south: south, east: 180, north: north),
            BoundingBox(west: -180, south: south, east: east, north: north),
        ]
    }
}
